// All that a cluster does and this one does not, as it says itself at `/kubewright/not-modelled`.
import { NOT_MODELLED as NOT_CONTROLLED } from './controllers/controllers.js';
import { NOT_MODELLED as NOT_SERVED, type NotModelled } from './endpoints/not-modelled.js';

/** The list of the endpoint and of docs/reference/not-modelled.md. */
export const NOT_MODELLED: readonly NotModelled[] = [
  ...NOT_SERVED,
  ...NOT_CONTROLLED.map(what => ({ what, instead: 'ignored' }) as const),
];
