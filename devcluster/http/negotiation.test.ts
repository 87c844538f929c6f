import { expect, test } from 'vitest';
import { negotiated } from './negotiation.js';

test.each([
  [undefined, 'object', 'application/json'],
  ['*/*', 'object', 'application/json'],
  ['application/yaml', 'object', 'application/yaml'],
  ['application/vnd.kubernetes.protobuf,application/json', 'object', 'application/json'],
  ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'table', 'application/json'],
  ['application/json;as=Table;v=v9;g=meta.k8s.io,application/json', 'object', 'application/json'],
  ['application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1', 'partialList', 'application/json'],
  ['application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1', 'partial', 'application/json'],
])('%s is answered as %s', (accept, form, mediaType) => {
  expect(negotiated(accept)).toMatchObject({ form, mediaType });
});

test.each(['text/html', 'application/*', 'application/json;as=Table;v=v9;g=meta.k8s.io'])(
  '%s is not acceptable',
  accept => {
    expect(() => negotiated(accept)).toThrow(expect.objectContaining({ code: 406 }));
  },
);

test('events are not answered as YAML', () => {
  expect(() => negotiated('application/yaml', true)).toThrow(expect.objectContaining({ code: 406 }));
  expect(negotiated('application/json', true).mediaType).toBe('application/json');
});
