// What the API server would refuse in a definition, and no other check has found: told at the place in the source that it
// follows from.
import { type JudgedDefinition, withDefaults } from '../../schema/definition/definition.js';
import { definitionErrors } from '../../schema/definition/definition-errors.js';
import type { FieldError } from '../../schema/field-error.js';
import { own } from '../../schema/json.js';
import type { Json } from '../../schema/structural-schema.js';
import type { DefinitionModel, VersionModel } from '../model/definitions.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { error } from './finding.js';

/** @param object the definition as it would be written */
export function checkDefinition(definition: DefinitionModel, object: Json): readonly Diagnostic[] {
  const seen = new Set<string>();
  return definitionErrors(withDefaults(object as unknown as JudgedDefinition)).flatMap(each => {
    if (seen.has(`${each.field} ${each.message}`)) return [];
    seen.add(`${each.field} ${each.message}`);
    return [told(each, definition)];
  });
}

function told({ field, message }: FieldError, definition: DefinitionModel): Diagnostic {
  const place = placeOf(field, definition);
  const [, version, part = field] = /^spec\.(versions\[\d+\]|validation)\.?(.*)$/s.exec(field) ?? [];
  const where = version === undefined ? field : `${part} of ${versionName(field, definition)}`;
  const text = `the API server would refuse the definition of ${definition.kind}: ${where}: ${message}`;
  return error(place, 'KW7001', text, 'change what is said here');
}

function versionName(field: string, { versions }: DefinitionModel): string {
  const at = /^spec\.versions\[(\d+)\]/.exec(field)?.[1];
  return at === undefined ? 'all versions' : (versions[Number(at)]?.version ?? 'a version');
}

const SCHEMA = /^spec\.(?:versions\[(\d+)\]\.schema|validation)\.openAPIV3Schema(.*)$/s;
const COLUMN = /^spec\.(?:versions\[(\d+)\]\.)?(additionalPrinterColumns|selectableFields)(?:\[(\d+)\])?/;
const SCALE = /^spec\.(?:versions\[(\d+)\]\.)?subresources\.scale\.?(\w*)/;
const OPTION = /^spec\.(?:names\.)?(\w+)/;

/** Where a field of the definition was said; the class where nothing nearer is known. */
function placeOf(field: string, definition: DefinitionModel): Origin {
  const versionAt = (at: string | undefined): VersionModel | undefined => definition.versions[Number(at ?? 0)];
  const schema = SCHEMA.exec(field);
  const root = versionAt(schema?.[1])?.schema;
  if (schema !== null && root !== undefined) return placeInSchema(root, schema[2] ?? '');
  const column = COLUMN.exec(field);
  if (column !== null) {
    const version = versionAt(column[1]);
    const list = column[2] === 'selectableFields' ? version?.selectableFields : version?.printColumns;
    return list?.[Number(column[3] ?? 0)]?.origin ?? version?.origin ?? definition.origin;
  }
  const scale = SCALE.exec(field);
  const version = versionAt(scale?.[1] ?? /^spec\.versions\[(\d+)\]/.exec(field)?.[1]);
  if (scale !== null) {
    return version?.scale?.said?.[scale[2] ?? ''] ?? version?.scale?.origin ?? definition.origin;
  }
  if (field.startsWith('spec.conversion')) return definition.conversion?.origin ?? definition.origin;
  if (field.startsWith('spec.versions')) {
    const option = /\]\.(\w+)$/.exec(field)?.[1] ?? '';
    return version?.said[OPTIONS[option] ?? option] ?? version?.origin ?? definition.origin;
  }
  return definition.said[OPTION.exec(field)?.[1] ?? ''] ?? definition.origin;
}

/** Options of `@Resource` whose names are other ones in the definition. */
const OPTIONS: Readonly<Record<string, string>> = { name: 'version', deprecationWarning: 'deprecated' };

const STEP = /^\.(?:(items|additionalProperties)(?![\w-])|properties\[([^\]]*)\])/s;

/** Goes down as far as the schema has places, and then to the keyword that is named. */
function placeInSchema(root: SchemaNode, path: string): Origin {
  let here = root;
  let rest = path;
  for (let step = STEP.exec(rest); step !== null; step = STEP.exec(rest)) {
    const [text, below, name = ''] = step;
    const next = below === undefined ? own<SchemaNode>(here.properties, name) : here[below as 'items'];
    if (next === undefined) break;
    here = next;
    rest = rest.slice(text.length);
  }
  const said = rest.replace(/^\./, '');
  // From `x-kubernetes-validations[0].rule` to the whole of the keyword.
  for (let key = said; key !== ''; key = key.replace(/(?:^|\.|(?=\[))[^.[]*$/, '')) {
    const place = here.said[key];
    if (place !== undefined) return place;
  }
  return here.origin;
}
