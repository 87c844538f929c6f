// The simple JSON paths of print columns and subresources, followed through a schema.
import { own } from './json.js';
import type { StructuralSchema } from './structural-schema.js';

/** Where a path leads, or the first step that leads nowhere. */
export type PathResult =
  | { readonly found: true; readonly schema: StructuralSchema }
  | {
      readonly found: false;
      /** The step that is not there; empty if the path cannot be parsed. */
      readonly step: string;
      /** The path up to that step, such as `.status`. */
      readonly at: string;
      /** The fields that are there instead. */
      readonly instead: readonly string[];
    };

/** One step of a path. */
export type PathStep =
  | { readonly kind: 'field'; readonly name: string; readonly text: string }
  | { readonly kind: 'item'; readonly text: string };

/**
 * The steps of `.a.b`, `.a[0]`, `.a[*]`, `.a['b.c']`, `.a.b\.c` and `.a[?(@.type=="Ready")].status`; undefined for any
 * other text.
 */
export function parseJsonPath(path: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = [];
  let rest = path;
  while (rest !== '') {
    const step = nextStep(rest);
    if (step === undefined) return undefined;
    steps.push(step);
    rest = rest.slice(step.text.length);
  }
  return steps.length === 0 ? undefined : steps;
}

/** The schema that a path leads to. What an object with preserved unknown fields holds is not known: found, and empty. */
export function schemaAtPath(schema: StructuralSchema, path: string): PathResult {
  const steps = parseJsonPath(path);
  if (steps === undefined) return { found: false, step: '', at: '', instead: [] };
  let here = schema;
  let at = '';
  for (const step of steps) {
    const next = follow(here, step);
    if (next === undefined) return { found: false, step: step.text, at, instead: Object.keys(here.properties ?? {}) };
    here = next;
    at += step.text;
  }
  return { found: true, schema: here };
}

const FIELD = /^\.((?:[^.[\]\\'"]|\\.)+)/;
const QUOTED = /^\[(?:'((?:[^'\\]|\\.)+)'|"((?:[^"\\]|\\.)+)")\]/;
const ITEM = /^\[(?:\*|-?\d+|\?\(@[^)]*\))\]/;

function nextStep(rest: string): PathStep | undefined {
  const field = FIELD.exec(rest) ?? QUOTED.exec(rest);
  const name = field?.[1] ?? field?.[2];
  if (field !== null && name !== undefined)
    return { kind: 'field', name: name.replace(/\\(.)/g, '$1'), text: field[0] };
  const item = ITEM.exec(rest);
  return item === null ? undefined : { kind: 'item', text: item[0] };
}

function follow(schema: StructuralSchema, step: PathStep): StructuralSchema | undefined {
  const below = step.kind === 'item' ? schema.items : fieldSchema(schema, step.name);
  return (
    below ??
    (schema['x-kubernetes-preserve-unknown-fields'] ? { 'x-kubernetes-preserve-unknown-fields': true } : undefined)
  );
}

function fieldSchema(schema: StructuralSchema, name: string): StructuralSchema | undefined {
  const { properties, additionalProperties } = schema;
  return own(properties, name) ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}
