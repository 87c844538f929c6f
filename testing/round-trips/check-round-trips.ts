// Takes random objects of a kind through all its versions, and shows a small one that does not come back as it was.
import type { Kind } from '../../decorators/kind.js';
import { seededRandom } from '../../devcluster/faults/seeded-random.js';
import { type VersionsOfKind, versionsOfKinds } from '../../runtime/conversion/versions-of-kinds.js';
import type { JsonObject } from '../../schema/structural-schema.js';
import { type DefinedKind, definitionOfKind } from './definition-of-kind.js';
import { randomObject, randomPart } from './random-object.js';
import type { Chance } from './random-value.js';
import { shrunk } from './shrink.js';
import { asRead, oneWayProblem, type Trip, type TripProblem, tripProblem, type Version } from './trip.js';

/** How to check. */
export interface RoundTripOptions {
  /** Definitions: files or folders of them, as `kubewright generate` writes them, or objects; default `config/crd`. */
  readonly crds?: string | readonly (string | object)[];
  /** How many objects of each version go over each other one; default 200. */
  readonly runs?: number;
  /** That of a failure, to see it again; default: another one each time. */
  readonly seed?: number;
  /**
   * Values for fields of which chance finds none that the schema allows, by the path: `{ '.spec.image': ['redis:7'] }`,
   * `.spec.items[*].name`, `.spec.map.*`, or `.metadata.name`.
   */
  readonly values?: { readonly [path: string]: readonly unknown[] };
}

/** An object that does not come through. The message shows it, in each version on its way. */
export class RoundTripError extends Error {
  override readonly name = 'RoundTripError';

  constructor(
    message: string,
    /** Such as `spec.tls.days`; undefined where no field is known. */
    readonly field: string | undefined,
    /** The smallest that was found. */
    readonly object: object,
    /** Leads to the same object again. */
    readonly seed: number,
  ) {
    super(message);
  }
}

/**
 * Checks the conversions of kinds, given by their classes with `@ConvertsTo`: `checkRoundTrips(RedisV1)`. For each of them,
 * random objects that the schema allows go to the hub and back, and objects of the hub to the version and back, with the
 * pruning, the defaults and the validation of the API server:
 *
 * - They come back as they were, but for what `loses` names; labels and annotations too. Empty lists and maps count as none.
 * - What they are on the way is valid, and has no field that its version does not know.
 * - No conversion throws, also for objects that lack required fields, nor changes its argument, nor answers by chance.
 *
 * The definition is held against the classes too: it has the same versions, and asks at the path that is answered.
 *
 * @throws RoundTripError that shows the smallest object found, and names the field
 * @throws TypeError for classes that do not belong together, as `conversion` does, and for none at all
 * @throws RangeError for fewer than one run
 * @throws Error when a definition is missing or is not that of the classes, and when no valid object is found
 */
export function checkRoundTrips(kinds: Kind<unknown> | readonly Kind<unknown>[], options: RoundTripOptions = {}): void {
  const { crds = 'config/crd', runs = 200, seed = Math.floor(Math.random() * 2 ** 31), values = {} } = options;
  const sources = typeof crds === 'string' ? [crds] : crds;
  if (!(runs >= 1))
    throw new RangeError(`checkRoundTrips: runs is to be at least 1, not ${runs}: else nothing is checked`);
  const all = versionsOfKinds(Array.isArray(kinds) ? kinds : [kinds as Kind<unknown>]);
  if (all.length === 0) throw new TypeError('checkRoundTrips: no class is named, so nothing would be checked');
  const chance: Chance = { random: seededRandom(seed), values };
  for (const versions of all) {
    const defined = definitionOfKind(versions, sources);
    for (const trip of tripsOf(versions, defined)) checkTrip(trip, { runs, seed, chance, defined });
  }
}

interface Run {
  readonly runs: number;
  readonly seed: number;
  readonly chance: Chance;
  readonly defined: DefinedKind;
}

/** From each version to the hub and back, and from the hub to each and back. */
function tripsOf(versions: VersionsOfKind, { schemas }: DefinedKind): readonly Trip[] {
  const version = (name: string): Version => ({ name, schema: schemas.get(name) ?? {} });
  const hub = version(versions.hub);
  return [...versions.spokes].flatMap(([name, { loses = [] }]) => [
    { versions, from: version(name), over: hub, loses },
    { versions, from: hub, over: version(name), loses },
  ]);
}

function checkTrip(trip: Trip, run: Run): void {
  const { schemas } = run.defined;
  // What a version cannot hold is lost between two that are no hub: there only a failure can be told.
  const others = [...schemas.keys()].filter(name => ![trip.from.name, trip.over.name].includes(name));
  for (let at = 0; at < run.runs; at++) {
    const object = randomObject(trip, run);
    check(object, candidate => valid(candidate, trip, read => tripProblem(read, trip)), trip, run);
    for (const name of others)
      check(object, candidate => valid(candidate, trip, read => oneWayProblem(read, name, trip)), trip, run);
    const part = randomPart(object, trip.from.schema, run.chance.random);
    check(part, candidate => oneWayProblem(candidate, trip.over.name, trip, PART), trip, run);
  }
}

const PART = 'a part of an object, as server-side apply has it, cannot be converted';

function valid(candidate: JsonObject, trip: Trip, problemOf: (read: JsonObject) => TripProblem | undefined) {
  const read = asRead(candidate, trip.from.schema);
  return read && problemOf(read);
}

function check(
  object: JsonObject,
  problemOf: (candidate: JsonObject) => TripProblem | undefined,
  { versions: { group, kind } }: Trip,
  { seed }: Run,
): void {
  const first = problemOf(object);
  if (first === undefined) return;
  const smallest = shrunk(object, candidate => isSame(candidate, object) && problemOf(candidate)?.type === first.type);
  const { message, field, objects } = problemOf(smallest) as TripProblem;
  const shown = Object.entries(objects).map(([name, each]) => `  ${name}: ${JSON.stringify(each)}`);
  const text = [`${kind}.${group}: ${message}`, ...shown, `  again with seed: ${seed}`].join('\n');
  throw new RoundTripError(text, field, smallest, seed);
}

/** Smaller objects are of the same name and kind. */
function isSame(a: JsonObject, b: JsonObject): boolean {
  return a.apiVersion === b.apiVersion && a.kind === b.kind && nameOf(a) === nameOf(b);
}

function nameOf({ metadata }: JsonObject): unknown {
  return (metadata as { readonly name?: unknown } | undefined)?.name;
}
