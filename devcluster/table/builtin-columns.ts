// The columns of built-in kinds, as hack/table/record-tables.ts read them from a real API server.
import type { TableColumn } from '../registry/resource-type.js';
import recorded from './builtin-columns.json' with { type: 'json' };

const columns = new Map(Object.entries(recorded as Readonly<Record<string, readonly TableColumn[]>>));

/** @param kind `GROUP/KIND`; of the core group the kind alone. @throws Error when it was not recorded */
export function columnsOf(kind: string): readonly TableColumn[] {
  const found = columns.get(kind);
  if (found === undefined) throw new Error(`the columns of ${kind} were not recorded`);
  return found;
}
