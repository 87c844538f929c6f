import { expect, test } from 'vitest';
import { builtinTypes } from '../builtin/builtin-types.js';
import { printerOf } from '../table/printer-of.js';
import { Presentation } from './presentation.js';

const TYPES = builtinTypes(({ group, kind }) => printerOf(group, kind));
const TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';

const presentation = (type: (typeof TYPES)[number], accept: string, query = '') =>
  new Presentation(type, { headers: { accept }, query: new URLSearchParams(query) }, () => 0);

test.each(TYPES.map(type => [`${type.version} ${type.kind}`, type] as const))(
  'the bookmark of a Table of %s has a row of an object with nothing in it',
  (_name, type) => {
    const bookmark = presentation(type, TABLE).bookmark({ resourceVersion: '7' });
    expect(bookmark).toMatchObject({ metadata: { resourceVersion: '7' }, rows: [{ object: { metadata: {} } }] });
    expect(Object(bookmark).rows[0].cells).toHaveLength(type.printer.columns.length);
  },
);

test('what is to be in the rows matters to Tables alone', () => {
  const [type] = TYPES;
  if (type === undefined) throw new Error('nothing is built in');
  expect(() => presentation(type, TABLE, 'includeObject=All')).toThrow(
    "must be 'Metadata', 'Object', 'None', or empty",
  );
  expect(() => presentation(type, 'application/json', 'includeObject=All')).not.toThrow();
});
