// From schemas to models: which types there are, in which file, and what each refers to.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import type { Schema, ServedApi } from './served-api.js';
import { type TypeText, typeText, writtenByHand } from './type-text.js';

/** One generated interface. */
export interface Model {
  readonly name: string;
  /** The file without `.ts`, named by group and version: `core-v1`. */
  readonly file: string;
  readonly fields: readonly Field[];
  /** Present when objects of the model are stored by the API server. */
  readonly kind?: KindInfo;
}

/** A field of a model. */
export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeText;
}

/** The models of the kinds, in their order, and after them of everything that they reach, by name. */
export function readModels({ kinds, schemas }: ServedApi): Model[] {
  const known = new Map<string, Model>();
  const visit = (schemaName: string, kind?: KindInfo): void => {
    const schema = schemas.get(schemaName);
    if (schema === undefined) {
      throw new Error(`no schema is served for ${schemaName}`);
    }
    const fields = fieldsOf(schema, kind);
    known.set(schemaName, { ...placeOf(schemaName), fields, ...(kind && { kind }) });
    for (const name of fields.flatMap(({ type }) => type.models)) {
      if (!known.has(name)) {
        visit(name);
      }
    }
  };
  const ofKinds = new Map(kinds.map(kind => [schemaOf(kind, schemas), kind]));
  for (const [name, kind] of ofKinds) {
    visit(name, kind);
  }
  const models = [...known].filter(([name]) => !ofKinds.has(name)).map(([, model]) => model);
  return [
    ...[...ofKinds.keys()].flatMap(name => known.get(name) ?? []),
    ...models.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.file < b.file ? -1 : 1)),
  ];
}

/** `io.k8s.api.core.v1.Pod` is `Pod` in `core-v1`. */
export function placeOf(schemaName: string): { readonly name: string; readonly file: string } {
  const [group, version, name] = schemaName.split('.').slice(-3);
  return { name: name ?? schemaName, file: `${group}-${version}` };
}

function schemaOf(info: KindInfo, schemas: ServedApi['schemas']): string {
  for (const [name, { 'x-kubernetes-group-version-kind': kinds = [] }] of schemas) {
    if (
      kinds.some(({ group, version, kind }) => group === info.group && version === info.version && kind === info.kind)
    ) {
      return name;
    }
  }
  throw new Error(`no schema is served for ${info.kind} of ${apiVersionOf(info)}`);
}

function fieldsOf(schema: Schema, kind: KindInfo | undefined): Field[] {
  const head = kind === undefined ? [] : headOf(kind);
  const fields = Object.entries(schema.properties ?? {})
    .filter(([name]) => !head.some(field => field.name === name))
    .map(([name, property]) => ({
      name,
      required: schema.required?.includes(name) === true,
      type: typeText(property),
    }));
  return [...head, ...fields.sort((a, b) => (a.name < b.name ? -1 : 1))];
}

/** What every kind has, and the API server fills in. */
function headOf({ scope }: KindInfo): Field[] {
  const metadata = writtenByHand(scope === 'Namespaced' ? 'ObjectMeta' : 'ClusterObjectMeta');
  const text: TypeText = { text: 'Defaulted<string>', models: [], imports: ['Defaulted'] };
  return [
    { name: 'apiVersion', required: false, type: text },
    { name: 'kind', required: false, type: text },
    { name: 'metadata', required: true, type: metadata },
  ];
}
