// The paths of a document: which requests there are for each resource.

import type { GroupVersionKind } from '../../schema/published/published-schemas.js';
import { builtinSubresources, schemaNameOf } from '../builtin/builtin-types.js';
import type { ResourceType } from '../registry/resource-type.js';
import { type Action, type Operation, type OperationSubject, operation, pathParameters } from './operation.js';
import { listSchema, objectSchema, SCALE_SCHEMA } from './schema-names.js';

type PathItem = Readonly<Record<string, Operation | readonly object[]>>;

/** By path, in the order of the paths. The deprecated `/watch/` paths are left out: nothing serves them. */
export function pathsOf(types: readonly ResourceType[]): Readonly<Record<string, PathItem>> {
  const paths = new Map<string, PathItem>();
  for (const type of types) {
    const { group, version, resource, namespaced } = type;
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const collection = namespaced ? `${root}/namespaces/{namespace}/${resource}` : `${root}/${resource}`;
    const place = namespaced ? ['namespace'] : [];
    paths.set(collection, pathItem(collectionOperations(type), place));
    if (namespaced && type.verbs.includes('list')) {
      const list = operation('list', { ...subjectOf(type), scope: 'all' });
      paths.set(`${root}/${resource}`, pathItem({ get: list }, []));
    }
    const named = ['name', ...place];
    const item = itemOperations(type);
    if (Object.keys(item).length > 0) paths.set(`${collection}/{name}`, pathItem(item, named));
    for (const sub of subresourcesOf(type)) {
      const subject = { ...subjectOf(type), subresource: sub.name, kind: sub.kind, object: sub.schema };
      const operations = sub.verbs.flatMap(verb => operationsOf(SUBRESOURCE_ACTIONS[verb], subject));
      if (operations.length === 0) continue;
      paths.set(`${collection}/{name}/${sub.name}`, pathItem(Object.fromEntries(operations), named));
    }
  }
  return Object.fromEntries([...paths].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Parameters that all operations have stand beside them: of a single operation that is all of them. */
function pathItem(operations: Readonly<Record<string, Operation>>, place: readonly string[]): PathItem {
  const [[method, only] = [], ...others] = Object.entries(operations);
  const parameters = pathParameters(...place);
  if (method === undefined || only === undefined || others.length > 0) return { ...operations, parameters };
  const { parameters: own = [], ...rest } = only;
  return { [method]: rest as Operation, parameters: [...(own as readonly object[]), ...parameters] };
}

function collectionOperations(type: ResourceType): Readonly<Record<string, Operation>> {
  const actions: readonly (readonly [string, Action])[] = [
    ['list', 'list'],
    ['create', 'post'],
    ['deletecollection', 'deletecollection'],
  ];
  return chosen(type, actions);
}

function itemOperations(type: ResourceType): Readonly<Record<string, Operation>> {
  const actions: readonly (readonly [string, Action])[] = [
    ['get', 'get'],
    ['update', 'put'],
    ['delete', 'delete'],
    ['patch', 'patch'],
  ];
  return chosen(type, actions);
}

function chosen(
  type: ResourceType,
  actions: readonly (readonly [verb: string, action: Action])[],
): Readonly<Record<string, Operation>> {
  const verbs: readonly string[] = type.verbs;
  const subject = subjectOf(type);
  return Object.fromEntries(
    actions.filter(([verb]) => verbs.includes(verb)).flatMap(([, action]) => operationsOf(action, subject)),
  );
}

function operationsOf(
  action: Action | undefined,
  subject: OperationSubject,
): readonly (readonly [string, Operation])[] {
  return action === undefined ? [] : [[METHODS[action], operation(action, subject)]];
}

const METHODS: Readonly<Record<Action, string>> = {
  list: 'get',
  post: 'post',
  deletecollection: 'delete',
  get: 'get',
  put: 'put',
  delete: 'delete',
  patch: 'patch',
};

const SUBRESOURCE_ACTIONS: Readonly<Record<string, Action>> = {
  get: 'get',
  update: 'put',
  patch: 'patch',
  create: 'post',
};

function subjectOf(type: ResourceType): OperationSubject {
  const { group, version, kind } = type;
  return {
    type,
    kind: { group, version, kind },
    object: objectSchema(type),
    list: listSchema(type),
    scope: type.namespaced ? 'namespace' : 'cluster',
  };
}

interface Subresource {
  readonly name: string;
  readonly kind: GroupVersionKind;
  readonly verbs: readonly string[];
  readonly schema: string;
}

/** Those that answer with objects; streams such as `log` and `exec` have no schema. */
function subresourcesOf(type: ResourceType): readonly Subresource[] {
  const { group, version, kind } = type;
  if (!type.custom) {
    return builtinSubresources(type).flatMap(sub => {
      const schema = schemaNameOf(sub.kind);
      return schema === undefined || sub.name === 'log' ? [] : [{ ...sub, schema }];
    });
  }
  const verbs = ['get', 'update', 'patch'];
  const own = { group, version, kind };
  return [
    ...(type.scale === undefined ? [] : [{ name: 'scale', kind: own, verbs, schema: SCALE_SCHEMA }]),
    ...(type.status ? [{ name: 'status', kind: own, verbs, schema: objectSchema(type) }] : []),
  ];
}
