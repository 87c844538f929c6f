// The page of markers answers every marker that controller-gen knows, and names a test that is there.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = new URL('../../docs/reference/markers.md', import.meta.url);
const rows = readFileSync(page, 'utf8')
  .split('\n')
  .filter(line => line.startsWith('|') && !/^\|(---|\s*(Marker|Go)\s*\|)/.test(line))
  .map(line =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map(cell => cell.trim()),
  );

/** What `controller-gen <generator> -wwww` of v0.23.0 lists, for all its generators. */
const KNOWN = `
default groupName k8s:enum k8s:immutable k8s:listMapKey k8s:listType k8s:maxItems k8s:maximum k8s:minimum k8s:optional
k8s:required kubebuilder:default kubebuilder:deprecatedversion kubebuilder:example kubebuilder:externalDocs
kubebuilder:metadata kubebuilder:printcolumn kubebuilder:pruning:PreserveUnknownFields kubebuilder:resource
kubebuilder:selectablefield kubebuilder:skip kubebuilder:skipversion kubebuilder:storageversion
kubebuilder:subresource:scale kubebuilder:subresource:status kubebuilder:title kubebuilder:unservedversion
kubebuilder:validation:AtLeastOneOf kubebuilder:validation:AtMostOneOf kubebuilder:validation:EmbeddedResource
kubebuilder:validation:Enum kubebuilder:validation:ExactlyOneOf kubebuilder:validation:ExclusiveMaximum
kubebuilder:validation:ExclusiveMinimum kubebuilder:validation:Format kubebuilder:validation:MaxItems
kubebuilder:validation:MaxLength kubebuilder:validation:MaxProperties kubebuilder:validation:Maximum
kubebuilder:validation:MinItems kubebuilder:validation:MinLength kubebuilder:validation:MinProperties
kubebuilder:validation:Minimum kubebuilder:validation:MultipleOf kubebuilder:validation:Optional
kubebuilder:validation:Pattern kubebuilder:validation:Required kubebuilder:validation:Schemaless
kubebuilder:validation:Type kubebuilder:validation:UniqueItems kubebuilder:validation:XEmbeddedResource
kubebuilder:validation:XIntOrString kubebuilder:validation:XPreserveUnknownFields kubebuilder:validation:XValidation
kubebuilder:validation:items:Enum kubebuilder:validation:items:ExclusiveMaximum
kubebuilder:validation:items:ExclusiveMinimum kubebuilder:validation:items:Format
kubebuilder:validation:items:MaxItems kubebuilder:validation:items:MaxLength
kubebuilder:validation:items:MaxProperties kubebuilder:validation:items:Maximum kubebuilder:validation:items:MinItems
kubebuilder:validation:items:MinLength kubebuilder:validation:items:MinProperties
kubebuilder:validation:items:Minimum kubebuilder:validation:items:MultipleOf kubebuilder:validation:items:Pattern
kubebuilder:validation:items:Type kubebuilder:validation:items:UniqueItems
kubebuilder:validation:items:XEmbeddedResource kubebuilder:validation:items:XIntOrString
kubebuilder:validation:items:XPreserveUnknownFields kubebuilder:validation:items:XValidation listMapKey listType mapType
nullable optional required structType versionName kubebuilder:rbac kubebuilder:webhook kubebuilder:webhookconfiguration
k8s:deepcopy-gen k8s:deepcopy-gen:interfaces kubebuilder:object:generate kubebuilder:object:root kubebuilder:ac:generate
kubebuilder:ac:output:package`
  .trim()
  .split(/\s+/);

describe('docs/reference/markers.md', () => {
  it.each(KNOWN)('answers %s', marker => {
    expect(rows.some(([first = '']) => markersIn(first).some(written => answers(written, marker)))).toBe(true);
  });

  it.each(rows.map(row => [row[0] ?? '', row] as const))(
    'has no empty cell, and shows by what is there: %s',
    (_, row) => {
      const shown = row.at(-1) ?? '';
      expect(row[1]).not.toBe('');
      const targets = [...shown.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
      expect(targets).not.toEqual([]);
      expect(targets.filter(target => !existsSync(new URL(target, page)))).toEqual([]);
    },
  );
});

/** A name without a plus has the prefix of the one before: `+kubebuilder:validation:Minimum`, `Maximum`. */
function markersIn(cell: string): readonly string[] {
  let prefix = '';
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => {
    const isWhole = text.startsWith('+');
    const name = isWhole ? text.slice(1) : prefix + text.replace(/^:/, '');
    if (isWhole) prefix = name.slice(0, name.lastIndexOf(':') + 1);
    return name;
  });
}

/** Also with its arguments, and by the one name that stands for all that begin alike: `items:X`. */
function answers(written: string, marker: string): boolean {
  if (written === marker || written.startsWith(`${marker}:`) || written.startsWith(`${marker}=`)) return true;
  return written.endsWith(':X') && marker.startsWith(written.slice(0, -1));
}
