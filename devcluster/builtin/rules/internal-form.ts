// Objects as the real server prints its own types in messages: all fields, by their names in Go.
import { isScalar, type MessageField, messageNamed } from '../../protobuf/message-table.js';
import { child, type Draft, type DraftValue } from '../draft.js';
import { INTERNAL_NAMES } from './internal-names.js';

/** In one line, as values are shown. */
export function internalText(type: string, draft: Draft): string {
  return goEscaped(JSON.stringify(internalForm(type, draft)));
}

/** A value to a line, as differences are shown. */
export function internalLines(type: string, draft: Draft): readonly string[] {
  return goEscaped(JSON.stringify(internalForm(type, draft), null, 1)).split('\n');
}

/** Go takes care that JSON does nothing in a page of HTML. */
function goEscaped(json: string): string {
  return json.replaceAll(/[<>&\u2028\u2029]/g, each => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** @param type the name of its schema; a type without internal names stays as the API has it */
function internalForm(type: string, draft: Draft): Draft {
  const names = INTERNAL_NAMES.get(type);
  if (names === undefined) return draft;
  const fields = fieldsOf(type);
  const form: Draft = {};
  // There these are in the security context, which is always there.
  const above = type === POD_SPEC ? Object.fromEntries(HOST_FIELDS.map(name => [name, draft[name] ?? null])) : {};
  for (const entry of names) {
    const [name = '', own = name] = entry.split('=');
    const field = fields.get(own.toLowerCase());
    if (field === undefined) form[name] = null;
    else if (field.name === 'metadata') Object.assign(form, child(draft, 'metadata'));
    else form[name] = fieldForm(draft[field.name] ?? null, field);
  }
  if (type === POD_SPEC) form.SecurityContext = { ...hostForm(above), ...(form.SecurityContext as Draft | null) };
  return form;
}

const POD_SPEC = 'io.k8s.api.core.v1.PodSpec';
const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];

function hostForm({ hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers }: Draft): Draft {
  return {
    HostNetwork: hostNetwork ?? false,
    HostPID: hostPID ?? false,
    HostIPC: hostIPC ?? false,
    ShareProcessNamespace: shareProcessNamespace ?? null,
    HostUsers: hostUsers ?? null,
  };
}

/** By their names in lower case; what stands in the place of its owner is among them. */
function fieldsOf(type: string): ReadonlyMap<string, MessageField> {
  const known = knownFields.get(type);
  if (known !== undefined) return known;
  const fields = new Map<string, MessageField>();
  for (const field of messageNamed(type).fields.values()) {
    if (field.name !== '') fields.set(field.name.toLowerCase(), field);
    else for (const [name, inner] of fieldsOf(field.type)) fields.set(name, inner);
  }
  knownFields.set(type, fields);
  return fields;
}

const knownFields = new Map<string, ReadonlyMap<string, MessageField>>();

function fieldForm(value: DraftValue, field: MessageField): DraftValue {
  if (field.shape === 'list') return Array.isArray(value) ? value.map(item => valueForm(item, field.type)) : null;
  if (field.shape === 'map') return value === null ? null : sorted(value as Draft);
  if (value !== null) return valueForm(value, field.type);
  if (field.presence === 'set' || field.presence === 'null') return null;
  if (!isScalar(field.type)) return INTERNAL_NAMES.has(field.type) ? internalForm(field.type, {}) : null;
  return field.type === 'string' ? '' : field.type === 'bool' ? false : 0;
}

function valueForm(value: DraftValue, type: string): DraftValue {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !isScalar(type) ? internalForm(type, value) : value;
}

function sorted(map: Draft): Draft {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
