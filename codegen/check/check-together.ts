// Checks kinds against each other: the API server knows a kind, and a plural, once.
import type { ResourceModel } from '../model/api-model.js';
import type { DefinitionModel } from '../model/definitions.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { error } from './finding.js';
import { placeSeenFrom } from './place-seen-from.js';

export function checkTogether(definitions: readonly DefinitionModel[]): readonly Diagnostic[] {
  return definitions.flatMap((definition, index) => {
    const clashes = definitions.slice(0, index).flatMap(earlier => clash(definition, earlier) ?? []);
    return [...clashes.slice(0, 1), ...twice(definition.classes)];
  });
}

/** The later of two classes for one version. */
function twice(classes: readonly ResourceModel[]): readonly Diagnostic[] {
  return classes.flatMap(({ group, version, kind, said, origin }, index) => {
    const earlier = classes.slice(0, index).find(each => each.version === version);
    if (earlier === undefined) return [];
    const message = `${group}/${version} ${kind} is declared twice; first ${placeSeenFrom(origin, earlier.origin)}`;
    return [error(said.kind ?? origin, 'KW3015', message, 'give one of them another kind, or drop it')];
  });
}

function clash(definition: DefinitionModel, earlier: DefinitionModel): Diagnostic | undefined {
  const { group, kind, plural, said, origin } = definition;
  if (group !== earlier.group) return undefined;
  const there = placeSeenFrom(origin, earlier.origin);
  if (plural === earlier.plural) {
    const message = `the plural "${plural}" of ${kind} is that of ${earlier.kind} too, ${there}`;
    return error(said.plural ?? said.kind ?? origin, 'KW3016', message, "say another plural: '...'");
  }
  const taken = namesOf(earlier);
  const name = namesOf(definition).find(each => taken.includes(each));
  if (name !== undefined) {
    const place = (definition.shortNames.includes(name) ? said.shortNames : said.singular) ?? origin;
    return error(place, 'KW3016', `the name "${name}" of ${kind} is a name of ${earlier.kind} too, ${there}`);
  }
  const kinds = [earlier.kind, earlier.listKind];
  const same = [kind, definition.listKind].find(each => kinds.includes(each));
  if (same === undefined) return undefined;
  const place: Origin = (same === kind ? said.kind : said.listKind) ?? said.kind ?? origin;
  const message = `${same} of ${kind} is a kind, or the kind of lists, of ${earlier.kind} too, ${there}`;
  return error(place, 'KW3016', message, "say another kind, or another listKind: '...'");
}

function namesOf({ plural, singular, shortNames }: DefinitionModel): readonly string[] {
  return [plural, singular, ...shortNames];
}
