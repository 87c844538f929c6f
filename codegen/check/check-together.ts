// Checks resources against each other: the API server knows a kind, and a plural, once.
import { dirname, relative } from 'node:path';
import type { ResourceModel } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { error } from './finding.js';

export function checkTogether(resources: readonly ResourceModel[]): readonly Diagnostic[] {
  return resources.flatMap((resource, index) => {
    for (const earlier of resources.slice(0, index)) {
      const finding = clash(resource, earlier);
      if (finding !== undefined) return [finding];
    }
    return [];
  });
}

function clash(resource: ResourceModel, earlier: ResourceModel): Diagnostic | undefined {
  const { group, version, kind, plural, said, origin } = resource;
  if (group !== earlier.group) return undefined;
  const there = placeSeenFrom(origin, earlier.origin);
  if (kind === earlier.kind && version === earlier.version) {
    const message = `${group}/${version} ${kind} is declared twice; first ${there}`;
    return error(said.kind ?? origin, 'KW3015', message, 'give one of them another kind, or drop it');
  }
  if (kind === earlier.kind) {
    const message = `${kind} of ${group} has the versions ${earlier.version} and ${version}; one version of a kind is generated`;
    return error(said.version ?? origin, 'KW3017', message, `keep one of them; the other is ${there}`);
  }
  if (plural === earlier.plural) {
    const message = `the plural "${plural}" of ${kind} is that of ${earlier.kind} too, ${there}`;
    return error(said.plural ?? said.kind ?? origin, 'KW3016', message, "say another plural: '...'");
  }
  const taken = namesOf(earlier);
  const twice = namesOf(resource).find(name => taken.includes(name));
  if (twice === undefined) return undefined;
  const place = (resource.shortNames.includes(twice) ? said.shortNames : said.singular) ?? origin;
  return error(place, 'KW3016', `the name "${twice}" of ${kind} is a name of ${earlier.kind} too, ${there}`);
}

/** As text that does not depend on where the project lies. */
function placeSeenFrom(here: Origin, there: Origin): string {
  if (here.file === there.file) return `on line ${there.line}`;
  return `in ${relative(dirname(here.file), there.file).replaceAll('\\', '/')}, line ${there.line}`;
}

function namesOf({ plural, singular, shortNames }: ResourceModel): readonly string[] {
  return [plural, singular, ...shortNames];
}
