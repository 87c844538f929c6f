// Who manages which fields: `metadata.managedFields`, read and written.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { isJsonList, ownValue } from '../object/json-value.js';
import type { FieldSet } from './field-set.js';
import { fieldsFromJson, fieldsToJson } from './fields-v1.js';

/** What one manager owns by one kind of write. */
export interface ManagerEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  /** In which version of the kind the fields are. */
  readonly apiVersion: string;
  /** Empty for writes of the object itself. */
  readonly subresource: string;
  /** Of the last write that changed something; in RFC 3339, whole seconds. */
  readonly time?: string;
  readonly fields: FieldSet;
}

/** Entries by their identities. */
export type Managers = ReadonlyMap<string, ManagerEntry>;

/**
 * What makes an entry that of the same manager: name, operation and subresource, and for updates the version too. It is
 * the text that the real server orders managers by.
 */
export function managerIdentity(entry: Omit<ManagerEntry, 'fields' | 'time'>): string {
  const { manager, operation, apiVersion, subresource } = entry;
  return JSON.stringify({
    ...(manager !== '' && { manager }),
    operation,
    ...(operation === 'Update' && { apiVersion }),
    ...(subresource !== '' && { subresource }),
  });
}

/** @throws Error for malformed entries, in the words of the real server */
export function decodeManagers(managedFields: Json | undefined): Managers {
  if (managedFields === undefined || managedFields === null) return new Map();
  if (!isJsonList(managedFields)) throw new Error('managedFields is not a list');
  const managers = new Map<string, ManagerEntry>();
  managedFields.forEach((json, index) => {
    const entry = decodeEntry(json, index);
    managers.set(managerIdentity(entry), entry);
  });
  return managers;
}

/** Ordered by operation, time, manager, version and subresource. */
export function encodeManagers(managers: Managers): readonly JsonObject[] {
  return [...managers.values()].sort(compareEntries).map(entry => ({
    ...(entry.manager !== '' && { manager: entry.manager }),
    operation: entry.operation,
    apiVersion: entry.apiVersion,
    ...(entry.time !== undefined && { time: entry.time }),
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsToJson(entry.fields),
    ...(entry.subresource !== '' && { subresource: entry.subresource }),
  }));
}

/** Whole seconds of a time, for ordering; 0 for none. */
export function secondsOf(time: string | undefined): number {
  return time === undefined ? 0 : Math.floor(Date.parse(time) / 1000);
}

function decodeEntry(json: Json, index: number): ManagerEntry {
  const entry = isJsonObject(json) ? json : {};
  const operation = textOf(entry, 'operation');
  if (operation !== 'Apply' && operation !== 'Update') throw new Error('operation must be `Apply` or `Update`');
  const apiVersion = textOf(entry, 'apiVersion');
  if (apiVersion === '') throw new Error('apiVersion must not be empty');
  const fieldsType = textOf(entry, 'fieldsType');
  if (fieldsType === '') throw new Error(`missing fieldsType in managed fields entry ${index}`);
  if (fieldsType !== 'FieldsV1') throw new Error(`invalid fieldsType "${fieldsType}" in managed fields entry ${index}`);
  const time = textOf(entry, 'time');
  return {
    manager: textOf(entry, 'manager'),
    operation,
    apiVersion,
    subresource: textOf(entry, 'subresource'),
    ...(time !== '' && { time }),
    fields: fieldsFromJson(ownValue(entry, 'fieldsV1') ?? {}),
  };
}

function textOf(entry: JsonObject, field: string): string {
  const value = ownValue(entry, field) ?? '';
  if (typeof value !== 'string') throw new Error(`${field} of managed fields entry is not a string`);
  return value;
}

function compareEntries(a: ManagerEntry, b: ManagerEntry): number {
  return (
    compareText(a.operation, b.operation) ||
    secondsOf(a.time) - secondsOf(b.time) ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
