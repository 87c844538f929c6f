// Which form of an answer a client wants, by its `Accept` header.
import { notAcceptable } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';

/** An object as it is, a row of a table, or the metadata of one object or of a list alone. */
export type AnswerForm = 'object' | 'table' | 'partial' | 'partialList';

export interface Negotiated {
  readonly form: AnswerForm;
  readonly mediaType: 'application/json' | 'application/yaml';
  /** The version of the table, or of the partial metadata: `v1`, or `v1beta1`. */
  readonly version: string;
}

interface Clause {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** What this server can answer with. The real one has protobuf too. */
export const ANSWERS: readonly string[] = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
];

/** What a real server can stream. */
const STREAMS: readonly string[] = [
  'application/json;stream=watch',
  'application/vnd.kubernetes.protobuf;stream=watch',
];

/**
 * The first form of the header that the server has. Protobuf is passed over, since a client that prefers it takes JSON
 * too.
 * @param streams whether events are to be answered, one after the other: there is no YAML of them
 * @throws StatusError 406
 */
export function negotiated(accept: string | undefined, streams = false): Negotiated {
  const clauses = (accept ?? '')
    .split(',')
    .map(clauseOf)
    .filter(each => each.type !== '');
  if (clauses.length === 0) return { form: 'object', mediaType: 'application/json', version: 'v1' };
  let known = false;
  for (const { type, parameters } of clauses) {
    const mediaType = mediaTypeOf(type);
    const as = formOf(parameters);
    if (mediaType !== undefined && as !== undefined) {
      if (streams && mediaType !== 'application/json') throw notAcceptable(STREAMS);
      return { ...as, mediaType };
    }
    known ||= mediaType !== undefined;
  }
  if (known) throw notAcceptable(ANSWERS);
  const all = streams ? [...ANSWERS, ...STREAMS] : ANSWERS;
  const message = `406: Not Acceptable\n\nAvailable representations: ${all.join(', ')}`;
  throw new StatusError(406, 'NotAcceptable', message, {});
}

function clauseOf(text: string): Clause {
  const [type = '', ...parameters] = text.split(';').map(part => part.trim());
  const pairs = parameters.map(each => each.split('=', 2).map(part => part.trim()));
  return { type: type.toLowerCase(), parameters: new Map(pairs.map(([name = '', value = '']) => [name, value])) };
}

function mediaTypeOf(type: string): Negotiated['mediaType'] | undefined {
  if (type === '*/*' || type === 'application/json') return 'application/json';
  return type === 'application/yaml' ? type : undefined;
}

function formOf(parameters: ReadonlyMap<string, string>): Pick<Negotiated, 'form' | 'version'> | undefined {
  const as = parameters.get('as');
  if (as === undefined) return { form: 'object', version: 'v1' };
  const version = parameters.get('v') ?? '';
  if (parameters.get('g') !== 'meta.k8s.io' || !['v1', 'v1beta1'].includes(version)) return undefined;
  if (as === 'Table') return { form: 'table', version };
  if (as === 'PartialObjectMetadata') return { form: 'partial', version };
  return as === 'PartialObjectMetadataList' ? { form: 'partialList', version } : undefined;
}
