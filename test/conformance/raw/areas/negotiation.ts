// Media types of requests and of answers.

import { named } from '../objects.js';
import { area, ask, given, scenario } from '../scenario.js';

const accepting = (accept: string) => ({ headers: { accept } });
const sending = (type: string) => ({ headers: { 'content-type': type } });
const as = (kind: string, version = 'v1') => accepting(`application/json;as=${kind};v=${version};g=meta.k8s.io`);

const YAML = `apiVersion: v1
kind: ConfigMap
metadata:
  name: yaml
data:
  a: "1"
`;
/** A ConfigMap `proto` with the data `a: b`, as Kubernetes' protobuf. */
const PROTOBUF = Buffer.concat([
  Buffer.from('k8s\0'),
  Buffer.from([0x0a, 0x0f, 0x0a, 0x02]),
  Buffer.from('v1'),
  Buffer.from([0x12, 0x09]),
  Buffer.from('ConfigMap'),
  Buffer.from([0x12, 0x11, 0x0a, 0x07, 0x0a, 0x05]),
  Buffer.from('proto'),
  Buffer.from([0x12, 0x06, 0x0a, 0x01]),
  Buffer.from('a'),
  Buffer.from([0x12, 0x01]),
  Buffer.from('b'),
]);
const PROTOBUF_TYPE = 'application/vnd.kubernetes.protobuf';

export const negotiation = area(
  'negotiation',
  scenario(
    'what is sent',
    ask('YAML', 'POST configmaps', YAML, sending('application/yaml')),
    ask('YAML that does not parse', 'POST configmaps', 'a: [', sending('application/yaml')),
    ask(
      'YAML of two documents',
      'POST configmaps',
      `${YAML.replace('yaml', 'first')}---\n${YAML}`,
      sending('application/yaml'),
    ),
    ask('YAML that holds a text', 'POST configmaps', 'hello', sending('application/yaml')),
    ask('JSON under the name of YAML', 'POST configmaps', '{"metadata":{"name":"flow"}}', sending('application/yaml')),
    ask('protobuf', 'POST configmaps', PROTOBUF, sending(PROTOBUF_TYPE)),
    ask('protobuf that does not begin as it should', 'POST configmaps', PROTOBUF.subarray(1), sending(PROTOBUF_TYPE)),
    ask('JSON under the name of protobuf', 'POST configmaps', named('a'), sending(PROTOBUF_TYPE)),
    ask('JSON with a charset', 'POST configmaps', named('charset'), sending('application/json; charset=utf-8')),
    ask('JSON without a media type', 'POST configmaps', Buffer.from('{"metadata":{"name":"untyped"}}'), sending('')),
    ask('a media type that is none', 'POST configmaps', named('a'), sending('nonsense')),
    ask('text', 'POST configmaps', named('a'), sending('text/plain')),
    ask('a form', 'POST configmaps', 'a=b', sending('application/x-www-form-urlencoded')),
    ask('a patch of a type that is not there', 'PATCH configmaps/yaml', {}, sending('application/example+json')),
    ask('a patch as plain JSON', 'PATCH configmaps/yaml', {}, sending('application/json')),
  ),
  scenario(
    'what is not JSON',
    ask('JSON that ends too early', 'POST configmaps', '{"metadata":'),
    ask('JSON with something behind it', 'POST configmaps', '{"metadata":{"name":"a"}}}'),
    ask('JSON with a comma too many', 'POST configmaps', '{"metadata":{"name":"a"},}'),
    ask('a list', 'POST configmaps', '[]'),
    ask('a text', 'POST configmaps', '"a"'),
    ask('a number', 'POST configmaps', '1'),
    ask('null', 'POST configmaps', 'null'),
    ask('a bare word', 'POST configmaps', 'hello'),
    ask('nothing', 'POST configmaps', ''),
    ask('bytes that are no UTF-8', 'POST configmaps', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  ),
  scenario(
    'what is accepted',
    given('POST configmaps', named('a', { data: { a: '1' } })),
    ask('YAML', 'GET configmaps/a', undefined, accepting('application/yaml')),
    ask('HTML', 'GET configmaps/a', undefined, accepting('text/html')),
    ask('a refusal as YAML', 'GET configmaps/nothing', undefined, accepting('application/yaml')),
    ask(
      'a list of media types with one that is there',
      'GET configmaps/a',
      undefined,
      accepting('text/html,application/json'),
    ),
    ask('anything', 'GET configmaps/a', undefined, accepting('*/*')),
    ask('any application', 'GET configmaps/a', undefined, accepting('application/*')),
    ask('nothing that is there', 'DELETE configmaps/a', undefined, accepting('image/png')),
    ask('protobuf', 'GET configmaps/a', undefined, accepting(PROTOBUF_TYPE)),
    ask('JSON for people', 'GET configmaps/a?pretty=true'),
  ),
  scenario(
    'other forms of objects',
    given('POST configmaps', named('a', { data: { a: '1', b: '2' } })),
    given('POST secrets', named('s', { type: 'Opaque', stringData: { a: 'b' } })),
    ask('a table of one', 'GET configmaps/a', undefined, as('Table')),
    ask('a table of a list', 'GET secrets', undefined, as('Table')),
    ask('a table with whole objects', 'GET secrets?includeObject=Object', undefined, as('Table')),
    ask('a table without objects', 'GET secrets?includeObject=None', undefined, as('Table')),
    ask('a table with what is not there', 'GET secrets?includeObject=Everything', undefined, as('Table')),
    ask('a table of the first beta', 'GET secrets', undefined, as('Table', 'v1beta1')),
    ask('a table of a version that is not there', 'GET secrets', undefined, as('Table', 'v9')),
    ask('metadata of one', 'GET configmaps/a', undefined, as('PartialObjectMetadata')),
    ask('metadata of a list', 'GET secrets', undefined, as('PartialObjectMetadataList')),
    ask('metadata of one, of the first beta', 'GET configmaps/a', undefined, as('PartialObjectMetadata', 'v1beta1')),
    ask('a form of a list for one', 'GET configmaps/a', undefined, as('PartialObjectMetadataList')),
    ask('a form of one for a list', 'GET secrets', undefined, as('PartialObjectMetadata')),
    ask('a form that is not there', 'GET secrets', undefined, as('Something')),
    ask(
      'a table or JSON',
      'GET nothing',
      undefined,
      accepting('application/json;as=Table;v=v1;g=meta.k8s.io,application/json'),
    ),
    ask('a table of what was made', 'POST configmaps', named('b'), as('Table')),
    ask('metadata of what was made', 'POST configmaps', named('c'), as('PartialObjectMetadata')),
    ask('a table of what was deleted', 'DELETE configmaps/a', undefined, as('Table')),
  ),
  scenario(
    'what is large',
    given('POST configmaps', named('large', { data: { a: 'x'.repeat(200_000) } })),
    ask('the head of it is compressed', 'GET configmaps?labelSelector=none', undefined, {
      headers: { 'accept-encoding': 'gzip' },
    }),
    ask('too large a body', 'POST configmaps', named('huge', { data: { a: 'x'.repeat(3_300_000) } })),
    ask('too much data', 'POST configmaps', named('huge', { data: { a: 'x'.repeat(1_048_577) } })),
  ),
);
