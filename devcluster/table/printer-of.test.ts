import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ApiObject } from '../object/api-object.js';
import type { TableColumn } from '../registry/resource-type.js';
import { type CustomColumn, customPrinter } from './custom-columns.js';
import { printerOf } from './printer-of.js';

/** A Table of a real API server, recorded by hack/table/record-tables.ts. */
interface RecordedTable {
  readonly apiVersion: string;
  readonly kind: string;
  readonly now: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly {
    readonly cells: readonly unknown[];
    readonly conditions?: readonly object[];
    readonly object: ApiObject;
  }[];
}

const folder = new URL('testdata/', import.meta.url);
const tables = readdirSync(folder).map(
  (file): RecordedTable => JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
);

const definitions = tables.find(({ kind }) => kind === 'CustomResourceDefinition')?.rows ?? [];

interface DefinitionSpec {
  readonly names: { readonly kind: string };
  readonly versions: readonly { readonly additionalPrinterColumns?: readonly CustomColumn[] }[];
}

function printerFor({ apiVersion, kind }: RecordedTable) {
  const spec = definitions
    .map(({ object }) => object.spec as DefinitionSpec)
    .find(({ names }) => apiVersion.startsWith('tables.example.com/') && names.kind === kind);
  if (spec !== undefined) return customPrinter(spec.versions[0]?.additionalPrinterColumns);
  return printerOf(apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '', kind);
}

describe.each(tables)('the Table of $kind of $apiVersion', table => {
  const printer = printerFor(table);

  test('has the columns of the real one', () => {
    expect(printer.columns).toEqual(table.columns);
  });

  test.each(table.rows.map(row => ({ name: row.object.metadata.name, row })))('shows "$name" as it does', ({ row }) => {
    expect(printer.cells(row.object, new Date(table.now))).toEqual(row.cells);
    expect(printer.conditions?.(row.object) ?? []).toEqual(row.conditions ?? []);
  });
});
