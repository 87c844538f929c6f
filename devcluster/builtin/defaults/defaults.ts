// Fills in what the API server fills in, wherever in an object the message is that has the default.
import { isScalar, type Message, messageNamed, messageNameOf } from '../../protobuf/message-table.js';
import type { DecodedParts } from '../decoded-parts.js';
import type { Draft, DraftValue } from '../draft.js';
import { API_DEFAULTS } from './api-defaults.js';
import { POD_DEFAULTS } from './pod-defaults.js';
import { WORKLOAD_DEFAULTS } from './workload-defaults.js';

/** What is filled into a message, by its name. The message comes in Go's form, before the messages in it. */
export type Defaults = Readonly<Record<string, (draft: Draft) => void>>;

/** Fills in the defaults of an object of a built-in kind that is in Go's form. @param known parts that have them */
export function applyDefaults(object: Draft, known: DecodedParts = new Map()): void {
  const name = messageNameOf(String(object.apiVersion), String(object.kind));
  if (name !== undefined) visit(object, name, known);
}

const DEFAULTS: Defaults = { ...POD_DEFAULTS, ...WORKLOAD_DEFAULTS, ...API_DEFAULTS };

function visit(draft: Draft, name: string, known?: DecodedParts): void {
  DEFAULTS[name]?.(draft);
  for (const field of messageNamed(name).fields.values()) {
    if (isScalar(field.type) || known?.has(field.name)) continue;
    if (field.name === '') visit(draft, field.type);
    else visitValue(draft[field.name], field.type, messageNamed(field.type), field.shape);
  }
}

function visitValue(value: DraftValue | undefined, type: string, message: Message, shape: string): void {
  if (typeof value !== 'object' || value === null || message.list) return;
  if (Array.isArray(value)) for (const item of value) visitValue(item, type, message, 'single');
  else if (shape === 'map') for (const item of Object.values(value)) visitValue(item, type, message, 'single');
  else visit(value, type);
}
