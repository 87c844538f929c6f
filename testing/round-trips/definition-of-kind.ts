// The definition of a kind as `kubewright generate` wrote it, held against the classes that convert.
import { sourcedManifest } from '../../manifests/manifest.js';
import { readManifests } from '../../manifests/read-manifests.js';
import { CONVERSION_PATH } from '../../runtime/conversion/conversion-endpoint.js';
import { type VersionsOfKind, versionNames } from '../../runtime/conversion/versions-of-kinds.js';
import type { CustomResourceDefinitionSpec } from '../../runtime/kinds/apiextensions-v1.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';

/** What is served of a kind. */
export interface DefinedKind {
  readonly scope: string;
  /** The schema of each version. */
  readonly schemas: ReadonlyMap<string, StructuralSchema>;
}

/**
 * Finds the definition in files, in folders, or among objects.
 * @throws ManifestError for a file that cannot be read
 * @throws Error when there is none, or when what it asks for is not what the classes answer: other versions, another path
 */
export function definitionOfKind(versions: VersionsOfKind, sources: readonly (string | object)[]): DefinedKind {
  const { group, kind } = versions;
  const name = `${kind}.${group}`;
  const all = sources.flatMap(each => (typeof each === 'string' ? readManifests(each) : [sourcedManifest(each)]));
  const definitions = all.flatMap(({ manifest, file }) => {
    const { spec } = manifest as unknown as { readonly spec?: CustomResourceDefinitionSpec };
    const isIt = manifest.kind === 'CustomResourceDefinition' && spec?.group === group && spec.names.kind === kind;
    return isIt ? [{ spec, file }] : [];
  });
  const [found] = definitions;
  if (found === undefined) {
    const where = sources.map(each => (typeof each === 'string' ? each : 'an object')).join(', ');
    throw new Error(`no definition of ${name} in ${where}: run kubewright generate, or say where it is with crds`);
  }
  const { spec, file } = found;
  const shown = file === '' ? name : `${name} in ${file}`;
  checkWebhook(spec, shown);
  checkVersions(spec, versions, shown);
  const schemas = spec.versions.map(({ name: version, schema }) => [version, schema?.openAPIV3Schema ?? {}] as const);
  return {
    scope: spec.scope,
    schemas: new Map(schemas as unknown as readonly (readonly [string, StructuralSchema])[]),
  };
}

function checkWebhook({ conversion }: CustomResourceDefinitionSpec, name: string): void {
  if (conversion?.strategy !== 'Webhook') {
    throw new Error(`the definition of ${name} does not ask for conversions: run kubewright generate`);
  }
  const { service, url } = conversion.webhook?.clientConfig ?? {};
  const path = url === undefined ? (service?.path ?? '/') : new URL(url).pathname;
  if (path !== CONVERSION_PATH) {
    throw new Error(
      `the definition of ${name} asks for conversions at ${path}, and they are answered at ${CONVERSION_PATH}`,
    );
  }
}

function checkVersions(spec: CustomResourceDefinitionSpec, versions: VersionsOfKind, name: string): void {
  const [defined, converted] = [spec.versions.map(version => version.name), versionNames(versions)];
  const unanswered = defined.filter(version => !converted.includes(version));
  if (unanswered.length > 0) {
    const what = unanswered.join(', ');
    throw new Error(
      `the definition of ${name} has ${what} too, and no class of it is named: name all that have @ConvertsTo`,
    );
  }
  const undefinedYet = converted.filter(version => !defined.includes(version));
  if (undefinedYet.length > 0) {
    throw new Error(`the definition of ${name} has no ${undefinedYet.join(', ')}: run kubewright generate`);
  }
}
