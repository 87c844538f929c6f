// The columns of a kind that has none of its own.
import type { TablePrinter } from '../registry/resource-type.js';

/** Name and Age, as the real server shows kinds without a printer; the age is the time of creation, for the client. */
export const NAME_AND_AGE: TablePrinter = {
  columns: [
    { name: 'Name', type: 'string', format: 'name', description: 'Name must be unique within a namespace.' },
    { name: 'Created At', type: 'date', description: 'The time of creation.' },
  ],
  cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
};
