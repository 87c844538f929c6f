// Which of the names that a definition asks for it gets, when others have some of them.
import { sameJson } from '../object/json.js';
import { conditionOf, type Definition, type DefinitionCondition, type DefinitionNames } from './definition.js';

/** What is to be said in the status of a definition. */
export interface NameDecision {
  readonly names: DefinitionNames;
  readonly accepted: DefinitionCondition;
  readonly established: DefinitionCondition;
}

/** @param others the other definitions of the group */
export function acceptNames(definition: Definition, others: readonly Definition[]): NameDecision {
  const taken = takenNames(others);
  const asked = definition.spec.names;
  const had: DefinitionNames = definition.status?.acceptedNames ?? { plural: '', kind: '' };
  let names: DefinitionNames = { ...had };
  let refusal: DefinitionCondition | undefined;
  const decide = (field: 'plural' | 'singular' | 'kind' | 'listKind', reason: string, all: ReadonlySet<string>) => {
    const [name = '', own = ''] = [asked[field], had[field]];
    if (name !== own && all.has(name)) refusal = refused(reason, inUse(name));
    else names = { ...names, [field]: name };
  };
  decide('plural', 'PluralConflict', taken.resources);
  decide('singular', 'SingularConflict', taken.resources);
  const { shortNames = [], categories } = asked;
  const clashes = shortNames.filter(each => !had.shortNames?.includes(each) && taken.resources.has(each));
  if (!sameJson(shortNames, had.shortNames ?? []) && clashes.length > 0) {
    const texts = clashes.map(inUse);
    refusal = refused('ShortNamesConflict', texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`);
  } else {
    names = { ...names, ...(asked.shortNames !== undefined && { shortNames }) };
  }
  decide('kind', 'KindConflict', taken.kinds);
  decide('listKind', 'ListKindConflict', taken.kinds);
  names = { ...names, ...(categories !== undefined && { categories }) };
  return { names, accepted: refusal ?? ACCEPTED, established: establishment(definition, refusal === undefined) };
}

const ACCEPTED: DefinitionCondition = {
  type: 'NamesAccepted',
  status: 'True',
  reason: 'NoConflicts',
  message: 'no conflicts found',
};

/** What is established stays so, whatever becomes of its names. */
function establishment(definition: Definition, accepted: boolean): DefinitionCondition {
  const old = conditionOf(definition, 'Established');
  if (old?.status === 'True') return old;
  return accepted
    ? {
        type: 'Established',
        status: 'True',
        reason: 'InitialNamesAccepted',
        message: 'the initial names have been accepted',
      }
    : { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' };
}

function takenNames(others: readonly Definition[]) {
  const accepted = others.map(({ status }) => status?.acceptedNames).filter(names => names !== undefined);
  const texts = (names: readonly (string | undefined)[]) =>
    new Set(names.filter(name => name !== undefined && name !== ''));
  return {
    resources: texts(accepted.flatMap(each => [each.plural, each.singular, ...(each.shortNames ?? [])])) as Set<string>,
    kinds: texts(accepted.flatMap(each => [each.kind, each.listKind])) as Set<string>,
  };
}

function refused(reason: string, message: string): DefinitionCondition {
  return { type: 'NamesAccepted', status: 'False', reason, message };
}

function inUse(name: string): string {
  return `${JSON.stringify(name)} is already in use`;
}
