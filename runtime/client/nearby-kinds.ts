// What to do about a kind that is not served.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import type { ServedVersion } from './discovery-documents.js';

/** A sentence that names what is served nearby: the same kind elsewhere, or one of a similar name in the same place. */
export function nearbyText(group: string, version: string, kind: string, served: readonly ServedVersion[]): string {
  const apiVersion = apiVersionOf({ group, version } as KindInfo);
  const here = served.find(each => each.group === group && each.version === version);
  const sameName = served.flatMap(({ kinds }) => kinds.filter(each => isSameName(each, kind)));
  const inPlace = sameName.find(each => each.group === group && each.version === version);
  if (inPlace !== undefined) return `. Did you mean ${inPlace.kind}?`;
  if (here?.isStale) return `. The server behind ${apiVersion} does not answer: kubectl get apiservices`;
  if (sameName.length > 0) return `. ${sameName[0]?.kind} is served as ${namesOf(sameName.map(apiVersionOf))}`;
  const close = closest(kind, here?.kinds.map(each => each.kind) ?? []);
  if (close !== undefined) return `. Did you mean ${close}?`;
  const versions = served.filter(each => each.group === group).map(each => each.version);
  if (here === undefined && versions.length > 0) {
    return `. ${group === '' ? 'The core group' : group} is served as ${namesOf(versions)}`;
  }
  const closeGroup = here === undefined ? closest(group, [...new Set(served.map(each => each.group))]) : undefined;
  if (closeGroup) return `. Did you mean the group ${closeGroup}?`;
  return group.includes('.') ? '. Is its CRD applied? kubectl get crds' : '';
}

/** However it is written, and also by its plural: `deployments`. */
function isSameName({ kind, plural }: KindInfo, name: string): boolean {
  const wanted = name.toLowerCase();
  return kind.toLowerCase() === wanted || plural === wanted;
}

function namesOf(names: readonly string[]): string {
  return [...new Set(names)].slice(0, 5).join(', ');
}

/** The nearest of the names, if a few slips of the finger lead to it. */
function closest(name: string, names: readonly string[]): string | undefined {
  const allowed = Math.min(3, Math.floor(name.length / 3));
  const near = names
    .map(other => ({ other, distance: slips(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.other;
}

/** Letters to add, to take away or to change. */
function slips(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const changed = (above[column - 1] as number) + (from[row - 1] === to[column - 1] ? 0 : 1);
      line.push(Math.min(changed, (above[column] as number) + 1, (line[column - 1] as number) + 1));
    }
    above = line;
  }
  return above[to.length] as number;
}
