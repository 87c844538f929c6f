// Checks the versions of one kind against each other.
import type { ResourceModel } from '../model/api-model.js';
import type { DefinitionModel } from '../model/definitions.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { error } from './finding.js';
import { placeSeenFrom } from './place-seen-from.js';

export function checkVersions(definition: DefinitionModel): readonly Diagnostic[] {
  const { classes, versions } = definition;
  const [skipped] = classes;
  if (versions.length === 0 && skipped !== undefined) {
    const message = `every version of ${definition.kind} is skipped, so there is no definition`;
    const hint = 'keep one; a kind that others define is a constant made by kindOf, and needs no class';
    return [error(skipped.said.skip ?? skipped.origin, 'KW3037', message, hint)];
  }
  return [
    ...checkStorage(definition),
    ...checkServed(definition),
    ...checkAgreement(classes),
    ...classes.flatMap(checkDeprecated),
  ];
}

function checkStorage({ kind, versions }: DefinitionModel): readonly Diagnostic[] {
  const [best] = versions;
  if (best === undefined) return [];
  const stored = versions.filter(({ storage }) => storage);
  const [first] = stored;
  if (first === undefined && versions.length === 1) {
    const message = `${kind} has one version, ${best.version}, and says that objects are not stored in it`;
    return [error(best.said.storage ?? best.origin, 'KW3035', message, 'leave storage out')];
  }
  if (first === undefined) {
    const names = versions.map(({ version }) => version).join(', ');
    const message = `${kind} has the versions ${names}, and none says that objects are stored in it`;
    return [error(best.origin, 'KW3035', message, 'say storage: true at one of them')];
  }
  return stored.slice(1).map(({ version, said, origin }) => {
    const place = said.storage ?? origin;
    const there = placeSeenFrom(place, first.said.storage ?? first.origin);
    const message = `${kind} is stored as ${version} and as ${first.version}, ${there}`;
    return error(place, 'KW3035', message, 'say storage: true at one of them');
  });
}

function checkServed({ kind, versions }: DefinitionModel): readonly Diagnostic[] {
  const [best] = versions;
  if (best === undefined || versions.some(({ served }) => served)) return [];
  const message = `no version of ${kind} is served, so nobody can use it`;
  return [error(best.said.served ?? best.origin, 'KW3036', message, 'leave served: false out of one of them')];
}

/** What clients must know of each class when the program runs, and so stands at each of them. */
function checkAgreement(classes: readonly ResourceModel[]): readonly Diagnostic[] {
  const [first] = classes;
  return classes.slice(1).flatMap(other => {
    if (first === undefined) return [];
    const differs = (what: string, mine: string, theirs: string, place: Origin, there: Origin, hint: string) => {
      const message = `${what} of ${other.kind} is ${mine} in ${other.version} and ${theirs} in ${first.version}, ${placeSeenFrom(place, there)}`;
      return error(place, 'KW3038', message, hint);
    };
    const place = (option: string, { said, origin }: ResourceModel) => said[option] ?? origin;
    return [
      ...(other.plural === first.plural
        ? []
        : [
            differs(
              'the plural',
              `"${other.plural}"`,
              `"${first.plural}"`,
              place('plural', other),
              place('plural', first),
              `say the same plural at both; without one it is made of the kind`,
            ),
          ]),
      ...(other.scope === first.scope
        ? []
        : [
            differs(
              'the scope',
              other.scope,
              first.scope,
              other.origin,
              first.origin,
              'extend CustomResource in all versions, or ClusterResource in all',
            ),
          ]),
      ...checkSaid(other, classes.slice(0, classes.indexOf(other))),
    ];
  });
}

/** Said at one version it holds for all; said at two it is the same. */
function checkSaid(resource: ResourceModel, earlier: readonly ResourceModel[]): readonly Diagnostic[] {
  const names = (['singular', 'listKind', 'shortNames', 'categories'] as const).flatMap(option => {
    const place = resource.said[option];
    const other = earlier.find(({ said }) => said[option] !== undefined);
    const there = other?.said[option];
    if (place === undefined || other === undefined || there === undefined) return [];
    if (JSON.stringify(resource[option]) === JSON.stringify(other[option])) return [];
    const message = `${option} of ${resource.kind} is another one in ${resource.version} than in ${other.version}, ${placeSeenFrom(place, there)}`;
    return [error(place, 'KW3038', message, 'say it at one of them: it holds for all versions')];
  });
  const texts = (['labels', 'annotations'] as const).flatMap(option =>
    Object.entries(resource[option] ?? {}).flatMap(([key, value]) => {
      const place = resource.said[option];
      const other = earlier.find(each => (each[option]?.[key] ?? value) !== value);
      const there = other?.said[option];
      if (place === undefined || other === undefined || there === undefined) return [];
      const message = `"${key}" in the ${option} of ${resource.kind} is another one in ${resource.version} than in ${other.version}, ${placeSeenFrom(place, there)}`;
      return [error(place, 'KW3038', message, 'say it at one of them: it holds for all versions')];
    }),
  );
  return [...names, ...texts];
}

const LONGEST_WARNING = 256;
/** What Go's unicode.IsPrint takes. */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;

function checkDeprecated({ version, deprecated, said, origin }: ResourceModel): readonly Diagnostic[] {
  if (deprecated === undefined || deprecated === true) return [];
  const problem = (message: string, hint: string) => [error(said.deprecated ?? origin, 'KW3039', message, hint)];
  if (deprecated === '')
    return problem(`the warning of ${version} is empty`, 'say deprecated: true for the usual words');
  const bytes = new TextEncoder().encode(deprecated).length;
  if (bytes > LONGEST_WARNING) {
    return problem(`the warning of ${version} has ${bytes} bytes; ${LONGEST_WARNING} are allowed`, 'say it shorter');
  }
  if (PRINTABLE.test(deprecated)) return [];
  return problem(
    `the warning of ${version} has a line break or another character that does not print`,
    'write it in one line',
  );
}
