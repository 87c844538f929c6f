// From the Go modules to `devcluster/protobuf/data/messages.json`: the wire format of the kinds that are served.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GoField, type Presence, readGoStructs } from './go-structs.js';
import { lineJson } from './line-json.js';
import { type ProtoField, readProto, SCALARS } from './proto-file.js';
import type { ServedData } from './served-data.js';
import { apiVersionOf, WANTED_RESOURCES } from './wanted-resources.js';

/** The text of the data file. `folders` are the modules' folders by their paths. */
export async function wireMessages(folders: ReadonlyMap<string, string>, served: ServedData): Promise<string> {
  const messages = new Map<string, readonly ProtoField[]>();
  const structs = new Map<string, ReadonlyMap<number, GoField>>();
  const read = async (importPath: string) => {
    const folder = folderOf(importPath, folders);
    for (const [name, fields] of readProto(await readFile(join(folder, 'generated.proto'), 'utf8'))) {
      messages.set(
        schemaName(name),
        fields.map(field => ({ ...field, type: schemaName(field.type) })),
      );
    }
    const packageName = `io.k8s.${importPath.slice('k8s.io/'.length).replaceAll('/', '.')}`;
    for (const [name, fields] of await readGoStructs(folder)) structs.set(`${packageName}.${name}`, fields);
    return packageName;
  };
  const packages: Record<string, string> = {};
  for (const wanted of WANTED_RESOURCES) packages[apiVersionOf(wanted)] = await read(importPathOf(wanted));
  for (const path of META_PACKAGES) await read(path);

  const reached = reachedFrom(rootsOf(served.kinds, packages), messages);
  const entries = reached.map(name => [name, entryOf(name, messages.get(name) ?? [], messages, structs)] as const);
  return lineJson({ version: served.version, packages }, 'messages', entries);
}

const META_PACKAGES = [
  'k8s.io/apimachinery/pkg/apis/meta/v1',
  'k8s.io/apimachinery/pkg/runtime',
  'k8s.io/apimachinery/pkg/api/resource',
  'k8s.io/apimachinery/pkg/util/intstr',
];

function importPathOf({ group, version }: { readonly group: string; readonly version: string }): string {
  if (group === 'apiextensions.k8s.io') return `k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/${version}`;
  return `k8s.io/api/${group === '' ? 'core' : group.split('.')[0]}/${version}`;
}

function folderOf(importPath: string, folders: ReadonlyMap<string, string>): string {
  const module = [...folders].find(([path]) => importPath.startsWith(`${path}/`));
  const folder = module && join(module[1], importPath.slice(module[0].length));
  if (folder === undefined || !existsSync(folder)) throw new Error(`Go has no sources of ${importPath} here`);
  return folder;
}

/** The kinds that are served, those of their subresources, and of meta/v1 the options of a deletion. */
function rootsOf(kinds: readonly string[], packages: Readonly<Record<string, string>>): readonly string[] {
  const roots = kinds.map(key => {
    const [apiVersion = '', kind] = key.split(' ');
    return `${packages[apiVersion]}.${kind}`;
  });
  return [...roots, 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'];
}

function reachedFrom(
  roots: readonly string[],
  messages: ReadonlyMap<string, readonly ProtoField[]>,
): readonly string[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (SCALARS.has(name) || reached.has(name)) return;
    const fields = messages.get(name);
    if (fields === undefined) throw new Error(`no .proto file says what ${name} is`);
    reached.add(name);
    for (const field of fields) visit(field.type);
  };
  roots.forEach(visit);
  return [...reached].sort();
}

/** `io.k8s.api.core.v1.Pod`, the name that OpenAPI has for the message. */
function schemaName(message: string): string {
  return message.replace(/^k8s\.io\./, 'io.k8s.').replace('apiextensions_apiserver', 'apiextensions-apiserver');
}

/** The fields as `[number, name, type, presence]`; of a message that stands for a list in Go the type of its items. */
function entryOf(
  name: string,
  fields: readonly ProtoField[],
  messages: ReadonlyMap<string, readonly ProtoField[]>,
  structs: ReadonlyMap<string, ReadonlyMap<number, GoField>>,
): unknown {
  const struct = structs.get(name);
  const [first] = fields;
  if (struct === undefined && fields.length === 1 && first?.name === 'items') return first.type;
  return fields.map(field => {
    const go = OWN_JSON.has(name) ? { json: field.name, presence: 'set' as const } : struct?.get(field.number);
    if (go === undefined) throw new Error(`Go has no field ${field.number} (${field.name}) in ${name}`);
    const type = `${field.map ? '{}' : field.repeated ? '[]' : ''}${field.type}`;
    const presence = presenceOf(go.presence, messages.has(field.type) && !field.map && !field.repeated);
    return [field.number, go.json, type, ...(presence === 'nonzero' ? [] : [presence])];
  });
}

/** JSON never leaves out a struct for `omitempty`. */
function presenceOf(presence: Presence, struct: boolean): Exclude<Presence, 'omitzero'> {
  if (presence === 'omitzero') return 'nonzero';
  return presence === 'nonzero' && struct ? 'always' : presence;
}

/** Messages whose Go types write their JSON themselves: the decoder knows each of them by its name. */
const OWN_JSON: ReadonlySet<string> = new Set([
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray',
  'io.k8s.apimachinery.pkg.api.resource.Quantity',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time',
  'io.k8s.apimachinery.pkg.runtime.RawExtension',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
]);
