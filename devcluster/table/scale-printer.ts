// The row of a Scale: how many replicas are wanted, and how many there are.
import type { TableColumn, TablePrinter } from '../registry/resource-type.js';
import { ageOf } from './age.js';
import { columnsOf } from './builtin-columns.js';

interface Scale {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

/** @param custom of a custom resource, whose columns are described in other words */
export function scalePrinter(custom: boolean): TablePrinter {
  return {
    columns: custom ? CUSTOM : BUILTIN,
    cells: (object, now) => {
      const { spec, status } = object as Scale;
      const { name, creationTimestamp } = object.metadata;
      return [name, spec?.replicas ?? 0, status?.replicas ?? 0, ageOf(creationTimestamp, now)];
    },
  };
}

const [NAME, AGE] = columnsOf('ServiceAccount') as [TableColumn, TableColumn];
const count = (name: string, description: string): TableColumn => ({
  name,
  type: 'integer',
  format: '',
  description,
  priority: 0,
});

const BUILTIN: readonly TableColumn[] = [
  { ...NAME, format: '' },
  count('Desired', 'replicas is the desired number of instances for the scaled object.'),
  count('Available', 'replicas is the actual number of observed instances of the scaled object.'),
  AGE,
];

const CUSTOM: readonly TableColumn[] = [
  NAME,
  count('Desired', 'Number of desired replicas'),
  count('Available', 'Number of actual replicas'),
  { ...AGE, type: 'date' },
];
