// Checks the rules at the class of a resource: at the root the API server allows few of them.
import type { ResourceModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { error } from './finding.js';

/** By the keyword of the rule its decorator. */
const NOT_AT_ROOT = {
  minProperties: 'MinProperties',
  maxProperties: 'MaxProperties',
  'x-kubernetes-map-type': 'Map',
  'x-kubernetes-embedded-resource': 'EmbeddedResource',
} as const;

export function checkRoot({ kind, schema }: ResourceModel): readonly Diagnostic[] {
  const { said } = schema;
  return Object.entries(NOT_AT_ROOT).flatMap(([keyword, decorator]) => {
    const place = said[keyword];
    if (place === undefined) return [];
    const mapType = schema['x-kubernetes-map-type'] === 'atomic' ? 'MapAtomic' : 'MapGranular';
    const name = decorator === 'Map' ? mapType : decorator;
    const message = `@${name} cannot be said of the whole of ${kind}`;
    return [error(place, 'KW2037', message, 'say it at the class of its spec or status, or at a field')];
  });
}
