// The classes of one group and kind together: what becomes one CustomResourceDefinition.
import { compareVersions } from '../../schema/version-priority.js';
import type { ConversionModel, ResourceModel } from './api-model.js';
import type { Origin } from './diagnostic.js';

type Texts = { readonly [key: string]: string };

/** One version, with what follows from the others. */
export interface VersionModel extends ResourceModel {
  readonly storage: boolean;
  readonly served: boolean;
}

/** A definition: a kind with its versions. */
export interface DefinitionModel
  extends Pick<ResourceModel, 'group' | 'kind' | 'plural' | 'singular' | 'shortNames' | 'categories' | 'scope'> {
  readonly listKind: string;
  readonly labels: Texts;
  readonly annotations: Texts;
  /** Absent: versions differ in no more than their `apiVersion`. */
  readonly conversion?: ConversionModel;
  /** Those that are not skipped, in the order in which clients prefer them. */
  readonly versions: readonly VersionModel[];
  /** All of them, in that order. */
  readonly classes: readonly ResourceModel[];
  /** The argument of the first one's `@Resource`. */
  readonly origin: Origin;
  /** Where each option was first said. */
  readonly said: { readonly [option: string]: Origin };
}

/**
 * Puts the versions of each kind together, in the order in which the kinds come. What classes of one kind say differently
 * is for the checks; here the version that clients prefer is right.
 */
export function definitionsOf(resources: readonly ResourceModel[]): readonly DefinitionModel[] {
  const kinds = Map.groupBy(resources, ({ group, kind }) => `${group}/${kind}`);
  return [...kinds.values()].map(definitionOf);
}

function definitionOf(unsorted: readonly ResourceModel[]): DefinitionModel {
  const classes = unsorted.toSorted((a, b) => compareVersions(a.version, b.version));
  // A version that is declared twice is an error; the first one counts.
  const kept = classes.filter(
    (each, at) => !each.skip && classes.findIndex(other => other.version === each.version) === at,
  );
  const [first] = kept.length > 0 ? kept : classes;
  if (first === undefined) throw new Error('a definition without a class');
  const { group, kind, plural, scope, origin } = first;
  const conversion = conversionOf(kept);
  const { singular, shortNames, categories, listKind = `${kind}List` } = saidAnywhere(first, classes);
  return {
    group,
    kind,
    plural,
    singular,
    shortNames,
    categories,
    listKind,
    scope,
    labels: Object.assign({}, ...classes.toReversed().map(({ labels }) => labels)) as Texts,
    annotations: Object.assign({}, ...classes.toReversed().map(({ annotations }) => annotations)) as Texts,
    ...(conversion === undefined ? {} : { conversion }),
    versions: kept.map(version => ({
      ...version,
      storage: version.storage ?? kept.length === 1,
      served: version.served ?? true,
    })),
    classes,
    origin,
    said: Object.assign({}, ...classes.toReversed().map(({ said }) => said)) as { readonly [option: string]: Origin },
  };
}

/** Where versions name several hubs, the one that converts to no other is right. */
function conversionOf(versions: readonly ResourceModel[]): ConversionModel | undefined {
  const conversions = versions.flatMap(({ conversion }) => conversion ?? []);
  const isHub = (version: string) => versions.some(each => each.version === version && each.conversion === undefined);
  return conversions.find(({ hub }) => isHub(hub.version)) ?? conversions[0];
}

const NAMES = ['singular', 'shortNames', 'categories', 'listKind'] as const;
type Names = Pick<ResourceModel, (typeof NAMES)[number]>;

/** Names of the definition may be said at any of its versions. */
function saidAnywhere(first: ResourceModel, classes: readonly ResourceModel[]): Names {
  const names = NAMES.map(name => [name, (classes.find(each => each.said[name] !== undefined) ?? first)[name]]);
  return Object.fromEntries(names) as unknown as Names;
}
