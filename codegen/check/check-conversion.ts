// Checks that all versions of a kind convert to one hub; and, where none converts, that nothing gets lost between them.
import type { ResourceModel } from '../model/api-model.js';
import type { DefinitionModel } from '../model/definitions.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { error, warning } from './finding.js';
import { shapeDifferences } from './shape-differences.js';

export function checkConversion(definition: DefinitionModel): readonly Diagnostic[] {
  const { conversion, versions, kind } = definition;
  if (conversion === undefined) return checkShapes(definition);
  const hub = versions.find(({ version }) => version === conversion.hub.version);
  return versions.flatMap(resource => {
    const own = resource.conversion;
    if (own === undefined) return resource === hub ? [] : [missing(resource, conversion.hub.version)];
    const { group, version, kind: other } = own.hub;
    if (group !== resource.group || other !== kind) {
      const message = `${group}/${version} ${other} is no version of ${resource.group} ${kind}`;
      return [error(own.origin, 'KW3050', message, 'name the class of another version of this kind')];
    }
    if (version === resource.version) {
      return [error(own.origin, 'KW3050', `${version} converts to itself`, 'the hub has no @ConvertsTo')];
    }
    if (!versions.some(each => each.version === version)) {
      const message = `the hub ${version} is not in the definition of ${kind}: its class is skipped or not exported`;
      return [error(own.origin, 'KW3050', message, 'convert to a version that is there')];
    }
    if (version !== conversion.hub.version) {
      const message = `${resource.version} of ${kind} converts to ${version}, and others convert to ${conversion.hub.version}`;
      return [error(own.origin, 'KW3052', message, 'all versions of a kind convert to one hub')];
    }
    return [];
  });
}

function missing({ version, kind, origin }: ResourceModel, hub: string): Diagnostic {
  const message = `${version} of ${kind} has no @ConvertsTo, and other versions convert to ${hub}`;
  return error(
    origin,
    'KW3051',
    message,
    'say how it converts to the hub: the API server asks the webhook for every version',
  );
}

const MOST_TOLD = 3;

/** The API server then changes the `apiVersion` and drops what the other version does not have. */
function checkShapes({ kind, versions }: DefinitionModel): readonly Diagnostic[] {
  const storage = versions.find(each => each.storage);
  if (storage === undefined) return [];
  return versions.flatMap(other => {
    if (other === storage || !other.served) return [];
    const differences = shapeDifferences(other, storage);
    if (differences.length === 0) return [];
    const told = differences.slice(0, MOST_TOLD).join(', ');
    const more = differences.length > MOST_TOLD ? ` and ${differences.length - MOST_TOLD} more` : '';
    const message = `${kind} is not the same in ${other.version} as in ${storage.version}, in which it is stored: ${told}${more}; without @ConvertsTo that gets lost`;
    return [warning(other.origin, 'KW3056', message, 'say at one version how it converts to the other')];
  });
}
