// How the printer of a built-in kind is made: each cell under the name of its column.
import type { ApiObjectMeta } from '../object/api-object.js';
import type { TablePrinter, TableRowCondition } from '../registry/resource-type.js';
import { ageOf } from './age.js';
import { columnsOf } from './builtin-columns.js';

/** The cells of a row by column. Name and Age are there already, unless they differ from the object's own. */
export type NamedCells = Readonly<Record<string, unknown>>;

/**
 * @param kind `GROUP/KIND`; of the core group the kind alone
 * @param T what the printer reads of the object; the server has validated it
 */
export function builtinPrinter<T extends object>(
  kind: string,
  cells: (object: T & { readonly metadata: ApiObjectMeta }, now: Date) => NamedCells = () => ({}),
  conditions?: (object: T) => readonly TableRowCondition[],
): TablePrinter {
  const columns = columnsOf(kind);
  return {
    columns,
    cells: (object, now) => {
      const { name, creationTimestamp } = object.metadata;
      const row: NamedCells = {
        Name: name,
        Age: ageOf(creationTimestamp, now),
        'Created At': creationTimestamp,
        ...cells(object as object as T & { readonly metadata: ApiObjectMeta }, now),
      };
      return columns.map(column => row[column.name] ?? null);
    },
    ...(conditions !== undefined && { conditions: object => conditions(object as object as T) }),
  };
}
