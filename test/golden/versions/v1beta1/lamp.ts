import { CustomResource, PrintColumn, Resource } from 'kubewright';
import type { LampSpec, LampStatus } from '../v1/lamp.js';

/** Lamp gives light. */
@Resource({
  group: 'home.example.com',
  version: 'v1beta1',
  kind: 'Lamp',
  singular: 'lampe',
  deprecated: 'home.example.com/v1beta1 Lamp is no more after 2030; use v1',
})
@PrintColumn('Color', '.spec.color')
export class Lamp extends CustomResource<LampSpec, LampStatus> {}
