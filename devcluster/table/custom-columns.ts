// The Table of a custom resource: its name, and what `additionalPrinterColumns` of its version say.
import type { Json } from '../../schema/structural-schema.js';
import type { TableColumn, TablePrinter } from '../registry/resource-type.js';
import { ageOf } from './age.js';
import { columnsOf } from './builtin-columns.js';
import { cellText } from './cell-text.js';
import { type JsonPath, jsonPath } from './json-path.js';
import { JsonPathError } from './json-path-parser.js';

/** An entry of `additionalPrinterColumns` of a CustomResourceDefinition. */
export interface CustomColumn {
  readonly name: string;
  readonly type: TableColumn['type'];
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath: string;
}

/**
 * Prints as the API server does: of several values that a path finds the first, null where it finds none, ages for dates.
 * A column whose path cannot be parsed is left out, and so are those after it.
 * @param columns none, or undefined: the age is shown
 */
export function customPrinter(columns: readonly CustomColumn[] = []): TablePrinter {
  const readable = readableColumns(columns.length === 0 ? [AGE] : columns);
  return {
    columns: [NAME, ...readable.map(({ column }) => definitionOf(column))],
    cells: (object, now) => [
      object.metadata.name,
      ...readable.map(({ column, path }) => cellOf(column, path, object as unknown as Json, now)),
    ],
  };
}

const [NAME, CREATED] = columnsOf('apiextensions.k8s.io/CustomResourceDefinition') as [TableColumn, TableColumn];

const AGE: CustomColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
  ...(CREATED.description !== undefined && { description: CREATED.description }),
};

interface ReadableColumn {
  readonly column: CustomColumn;
  readonly path: JsonPath;
}

function readableColumns(columns: readonly CustomColumn[]): readonly ReadableColumn[] {
  const readable: ReadableColumn[] = [];
  for (const column of columns) {
    try {
      readable.push({ column, path: jsonPath(column.jsonPath) });
    } catch (error) {
      if (error instanceof JsonPathError) break;
      throw error;
    }
  }
  return readable;
}

function definitionOf({
  name,
  type,
  format = '',
  description = '',
  priority = 0,
  jsonPath,
}: CustomColumn): TableColumn {
  const said = description === '' ? `Custom resource definition column (in JSONPath format): ${jsonPath}` : description;
  return { name, type, format, description: said, priority };
}

function cellOf({ type }: CustomColumn, path: JsonPath, object: Json, now: Date): Json {
  const value = firstOf(path, object);
  if (value === undefined) return null;
  switch (type) {
    case 'string':
      return cellText(value);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? ageOf(value, now) : null;
  }
}

function firstOf(path: JsonPath, object: Json): Json | undefined {
  try {
    return path(object)[0];
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}
