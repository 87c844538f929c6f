// One request of a document, as far as clients read it. The descriptions of parameters are left out.
import type { GroupVersionKind } from '../../schema/published/published-schemas.js';
import type { ResourceType } from '../registry/resource-type.js';
import { META_SCHEMAS, reference } from './schema-names.js';

/** As `x-kubernetes-action` says it. */
export type Action = 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'post' | 'put';

/** What a request is about. */
export interface OperationSubject {
  readonly type: ResourceType;
  /** Of a subresource its own kind. */
  readonly kind: GroupVersionKind;
  /** The names of the schemas of an object and of a list. */
  readonly object: string;
  readonly list: string;
  readonly scope: 'all' | 'cluster' | 'namespace';
  readonly subresource?: string;
}

export interface Operation {
  readonly operationId: string;
  readonly 'x-kubernetes-action': Action;
  readonly 'x-kubernetes-group-version-kind': GroupVersionKind;
  readonly [field: string]: unknown;
}

export function operation(action: Action, subject: OperationSubject): Operation {
  const { type, kind } = subject;
  const parameters = queryParameters(queryOf(action, type));
  const requestBody = bodyOf(action, subject);
  return {
    tags: [tagOf(type)],
    description: descriptionOf(action, subject),
    operationId: operationId(action, subject),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: responsesOf(action, subject),
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kind,
  };
}

export function pathParameters(...names: readonly string[]): readonly object[] {
  const parameters = names.map(name => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', uniqueItems: true },
  }));
  return [...parameters, ...queryParameters(['pretty'])];
}

export function queryParameters(names: readonly string[]): readonly object[] {
  return names.map(name => ({ name, in: 'query', schema: { type: QUERY_TYPES[name] ?? 'string', uniqueItems: true } }));
}

const LIST_QUERY = [
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'shardSelector',
  'timeoutSeconds',
];
const WATCH_QUERY = ['allowWatchBookmarks', ...LIST_QUERY, 'watch'];
const DELETE_QUERY = [
  'dryRun',
  'gracePeriodSeconds',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'orphanDependents',
  'propagationPolicy',
];
// kubectl asks for validation by the server where it finds `fieldValidation`.
const WRITE_QUERY = ['dryRun', 'fieldManager', 'fieldValidation'];

const QUERY: Readonly<Record<Action, readonly string[]>> = {
  list: WATCH_QUERY,
  post: WRITE_QUERY,
  put: WRITE_QUERY,
  patch: [...WRITE_QUERY, 'force'],
  delete: DELETE_QUERY,
  deletecollection: [...LIST_QUERY, ...DELETE_QUERY].sort(),
  get: [],
};

/** The real server says these of custom kinds, though it takes the same as of others. */
function queryOf(action: Action, { custom }: ResourceType): readonly string[] {
  if (custom && action === 'get') return ['resourceVersion'];
  return custom && action === 'deletecollection' ? WATCH_QUERY : QUERY[action];
}

const QUERY_TYPES: Readonly<Record<string, string>> = {
  allowWatchBookmarks: 'boolean',
  force: 'boolean',
  gracePeriodSeconds: 'integer',
  ignoreStoreReadErrorWithClusterBreakingPotential: 'boolean',
  limit: 'integer',
  orphanDependents: 'boolean',
  sendInitialEvents: 'boolean',
  timeoutSeconds: 'integer',
  watch: 'boolean',
};

const PATCHES = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json'];

function bodyOf(action: Action, { type, object }: OperationSubject): object | undefined {
  const plain = type.custom ? ['application/json', 'application/yaml'] : ['*/*'];
  switch (action) {
    case 'post':
    case 'put':
      return { content: contentOf(plain, object), required: true };
    case 'patch': {
      const patches = type.custom ? PATCHES : [...PATCHES, 'application/strategic-merge-patch+json'];
      return { content: contentOf(patches, META_SCHEMAS.patch), required: true };
    }
    case 'delete':
    case 'deletecollection':
      if (type.custom && action === 'deletecollection') return undefined;
      return { content: contentOf(plain, META_SCHEMAS.deleteOptions) };
    default:
      return undefined;
  }
}

const CODES: Readonly<Record<Action, readonly (readonly [code: string, description: string])[]>> = {
  list: [['200', 'OK']],
  get: [['200', 'OK']],
  deletecollection: [['200', 'OK']],
  put: [
    ['200', 'OK'],
    ['201', 'Created'],
  ],
  patch: [
    ['200', 'OK'],
    ['201', 'Created'],
  ],
  post: [
    ['200', 'OK'],
    ['201', 'Created'],
    ['202', 'Accepted'],
  ],
  delete: [
    ['200', 'OK'],
    ['202', 'Accepted'],
  ],
};

function responsesOf(action: Action, { type, object, list }: OperationSubject): object {
  const answer = action === 'list' ? list : action.startsWith('delete') ? META_SCHEMAS.status : object;
  const content = contentOf(['application/json', 'application/yaml'], answer);
  // Custom kinds can be created by a patch as well, but that is not said of them.
  const codes = type.custom && action === 'patch' ? CODES.get : CODES[action];
  const answers = codes.map(([code, description]) => [code, { description, content }] as const);
  return { ...Object.fromEntries(answers), 401: { description: 'Unauthorized' } };
}

function contentOf(mediaTypes: readonly string[], schema: string): object {
  return Object.fromEntries(mediaTypes.map(mediaType => [mediaType, { schema: reference(schema) }]));
}

const ID_VERBS: Readonly<Record<Action, string>> = {
  list: 'list',
  get: 'read',
  post: 'create',
  put: 'replace',
  patch: 'patch',
  delete: 'delete',
  deletecollection: 'delete',
};

/** `readCoreV1NamespacedPodStatus`. */
function operationId(action: Action, { type, scope, subresource = '' }: OperationSubject): string {
  const collection = action === 'deletecollection' ? 'Collection' : '';
  const namespaced = scope === 'namespace' ? 'Namespaced' : '';
  const all = scope === 'all' ? 'ForAllNamespaces' : '';
  const where = `${capital(groupName(type.group))}${capital(type.version)}`;
  return `${ID_VERBS[action]}${where}${collection}${namespaced}${type.kind}${capital(subresource)}${all}`;
}

function tagOf({ group, version }: ResourceType): string {
  return `${groupName(group)}_${version}`;
}

/** `rbacAuthorization` of rbac.authorization.k8s.io, `exampleDev` of example.dev. */
function groupName(group: string): string {
  const [first = '', ...rest] = (group === '' ? 'core' : group.replace(/\.k8s\.io$/, '')).split('.');
  return [first, ...rest.map(capital)].join('');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function descriptionOf(action: Action, { type, subresource }: OperationSubject): string {
  const { kind } = type;
  const of = subresource === undefined ? '' : `${subresource} of `;
  switch (action) {
    case 'list':
      return type.custom ? `list objects of kind ${kind}` : `list or watch objects of kind ${kind}`;
    case 'deletecollection':
      return `delete collection of ${kind}`;
    case 'post':
      return `create ${of}${withArticle(kind)}`;
    case 'delete':
      return `delete ${withArticle(kind)}`;
    case 'get':
      return `read ${of}the specified ${kind}`;
    case 'put':
      return `replace ${of}the specified ${kind}`;
    case 'patch':
      return `partially update ${of}the specified ${kind}`;
  }
}

/** Plurals such as Endpoints have none. */
function withArticle(kind: string): string {
  if (/[^s]s$/.test(kind)) return kind;
  return `${/^[aeiou]/i.test(kind) ? 'an' : 'a'} ${kind}`;
}
