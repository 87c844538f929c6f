// Makes samples on an API server, and asks it for their Tables.
import { setTimeout as delay } from 'node:timers/promises';
import type { RawClient } from './raw-client.js';
import { NAMESPACE, type Sample, type SampleTable } from './sample-table.js';

/** A Table as the server gave it, with all that its cells follow from. */
export interface ObservedTable {
  readonly apiVersion: string;
  readonly kind: string;
  /** The second in which the server made the cells. */
  readonly now: string;
  readonly columns: readonly object[];
  readonly rows: readonly ObservedRow[];
}

export interface ObservedRow {
  readonly cells: readonly unknown[];
  /** Such as that a Pod has completed. */
  readonly conditions?: readonly object[];
  readonly object: { readonly metadata: { readonly name: string }; readonly [field: string]: unknown };
}

/** Makes the namespace of the samples; a control plane of one's own is needed. */
export async function makeNamespace(client: RawClient): Promise<void> {
  const metadata = { name: NAMESPACE };
  await client.demand('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata });
}

/** Makes the samples of a kind, then reads their Table; rows of objects that are no samples are left out. */
export async function observeTable(client: RawClient, table: SampleTable): Promise<ObservedTable> {
  for (const sample of table.samples) await make(client, table, sample);
  for (const name of table.deleted ?? []) await client.demand('DELETE', `${pathOf(table)}/${name}`);
  const { now, answer } = await inOneSecond(() =>
    client.demand<Table>('GET', `${pathOf(table)}?includeObject=Object`, undefined, AS_TABLE),
  );
  const names = new Set(table.samples.map(sample => sample.metadata.name));
  const rows = (answer.rows ?? []).filter(row => names.size === 0 || names.has(row.object.metadata.name));
  const { apiVersion, kind } = table;
  return { apiVersion, kind, now, columns: answer.columnDefinitions, rows: rows.map(withoutManagedFields) };
}

const AS_TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

interface Table {
  readonly columnDefinitions: readonly object[];
  readonly rows?: readonly ObservedRow[];
}

function pathOf({ apiVersion, resource, namespaced }: SampleTable): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespaced ? `${root}/namespaces/${NAMESPACE}/${resource}` : `${root}/${resource}`;
}

async function make(client: RawClient, table: SampleTable, sample: Sample): Promise<void> {
  const { apiVersion, kind } = table;
  const { status, ...object } = sample;
  const made = await created(client, pathOf(table), { apiVersion, kind, ...object });
  if (status === undefined) return;
  const path = `${pathOf(table)}/${sample.metadata.name}/status`;
  const before = made.status as object | undefined;
  await client.demand('PUT', path, { ...made, status: { ...before, ...status } });
}

/** A custom kind is served some moments after its definition was made. */
async function created(client: RawClient, path: string, object: object): Promise<Record<string, unknown>> {
  for (let attempt = 1; ; attempt++) {
    const { status, body } = await client.send('POST', path, object);
    if (status < 400) return body as Record<string, unknown>;
    if (status !== 404 || attempt === 50) throw new Error(`POST ${path} answers ${status}: ${JSON.stringify(body)}`);
    await delay(100);
  }
}

/** Asks until the answer came within the second in which it was asked for, so that ages can be told from it. */
async function inOneSecond<T>(ask: () => Promise<T>): Promise<{ readonly now: string; readonly answer: T }> {
  for (;;) {
    const before = secondNow();
    const answer = await ask();
    if (secondNow() === before) return { now: before, answer };
  }
}

function secondNow(): string {
  return new Date().toISOString().replace(/\.\d+/, '');
}

function withoutManagedFields(row: ObservedRow): ObservedRow {
  const { managedFields: _, ...metadata } = row.object.metadata as { name: string; managedFields?: unknown };
  const { conditions, cells, object } = row;
  return { cells, ...(conditions !== undefined && { conditions }), object: { ...object, metadata } };
}
