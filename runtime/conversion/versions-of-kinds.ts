// The versions of each kind as `@ConvertsTo` joins them: one hub, and around it the others.
import { type Conversion, conversionOf } from '../../decorators/conversion.js';
import { type Kind, kindInfo } from '../../decorators/kind.js';

/** The versions of one kind, between which objects can be converted. */
export interface VersionsOfKind {
  readonly group: string;
  readonly kind: string;
  /** The version that all others are converted to and from. */
  readonly hub: string;
  /** How each of the others is, by its version. */
  readonly spokes: ReadonlyMap<string, Conversion<any, any>>;
}

/**
 * What the classes say. Hubs need not be among them: the other versions name them.
 * @throws TypeError for a class that converts to nothing and that nothing converts to, for a hub of another kind, for two
 *   hubs of a kind, and for two classes of one version
 */
export function versionsOfKinds(classes: readonly Kind<unknown>[]): readonly VersionsOfKind[] {
  const spokes = [...new Set(classes)].flatMap(spokeOf);
  for (const spoke of spokes) checkSpoke(spoke, spokes);
  const hubs = new Set(spokes.map(({ hub }) => hub));
  for (const each of classes) if (conversionOf(each) === undefined && !hubs.has(each)) throw new TypeError(alone(each));
  return [...hubs].map(hub => {
    const { group, kind, version } = kindInfo(hub);
    const own = spokes.filter(spoke => spoke.hub === hub).map(spoke => [spoke.version, spoke.conversion] as const);
    return { group, kind, hub: version, spokes: new Map(own) };
  });
}

/** The versions in the order in which they were named, the hub last. */
export function versionNames({ hub, spokes }: VersionsOfKind): readonly string[] {
  return [...spokes.keys(), hub];
}

interface Spoke {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly hub: Kind<unknown>;
  readonly conversion: Conversion<any, any>;
}

function spokeOf(each: Kind<unknown>): readonly Spoke[] {
  const { group, kind, version } = kindInfo(each);
  const declared = conversionOf(each);
  return declared === undefined ? [] : [{ group, kind, version, ...declared }];
}

function checkSpoke(spoke: Spoke, all: readonly Spoke[]): void {
  const { group, kind, version } = spoke;
  const hub = kindInfo(spoke.hub);
  const name = `${version} of ${kind}`;
  if (hub.group !== group || hub.kind !== kind || hub.version === version) {
    throw new TypeError(`${name} converts to ${hub.version} of ${hub.kind}, which is no other version of it`);
  }
  if (conversionOf(spoke.hub) !== undefined) {
    throw new TypeError(`${name} converts to ${hub.version}, which has a @ConvertsTo itself: a kind has one hub`);
  }
  const family = all.filter(other => other.group === group && other.kind === kind && other !== spoke);
  const stray = family.find(other => other.hub !== spoke.hub);
  if (stray !== undefined) {
    const other = kindInfo(stray.hub).version;
    const what = other === hub.version ? `another class of ${other}` : other;
    throw new TypeError(`${name} converts to ${hub.version}, and ${stray.version} to ${what}: a kind has one hub`);
  }
  if (family.some(other => other.version === version)) throw new TypeError(`two classes of ${name}: name one of them`);
}

function alone(each: Kind<unknown>): string {
  const { kind, version } = kindInfo(each);
  return `${version} of ${kind} has no @ConvertsTo, and no class that is named here converts to it: name those that do`;
}
