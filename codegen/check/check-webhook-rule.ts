// Checks what a webhook is asked about: operations, groups, versions and resources.

import { didYouMean } from '../../spelling/suggestion.js';
import type { ResourceModel, WebhookModel } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { error, warning } from './finding.js';

export function checkWebhookRule(webhook: WebhookModel, resources: readonly ResourceModel[]): readonly Diagnostic[] {
  return [
    ...checkLists(webhook),
    ...checkOperations(webhook),
    ...checkResources(webhook),
    ...checkVersions(webhook, resources),
  ];
}

const LISTS = ['operations', 'groups', 'versions', 'resources'] as const;

function checkLists(webhook: WebhookModel): readonly Diagnostic[] {
  return LISTS.flatMap(option => {
    const list = webhook[option];
    const place = placeOf(webhook, option);
    const hint = 'leave the option out for what follows from the kind and the methods';
    if (list.length === 0) return [error(place, 'KW5016', `${option} is empty, so the webhook is never asked`, hint)];
    if (option !== 'groups' && list.includes('')) {
      return [error(place, 'KW5016', `${option} has an empty text in it`, hint)];
    }
    if (option === 'resources' || !list.includes('*') || list.length === 1) return [];
    return [error(place, 'KW5016', `${option} has "*" beside others`, 'leave the others out: * stands for all')];
  });
}

const OPERATIONS = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*'];
/** What a mutating method can be given: there is no object to fill in when one is deleted, or connected to. */
const FILLED_IN = ['CREATE', 'UPDATE'];

function checkOperations(webhook: WebhookModel): readonly Diagnostic[] {
  const { operations, implemented, type } = webhook;
  const place = placeOf(webhook, 'operations');
  const unknown = operations.filter(operation => !OPERATIONS.includes(operation));
  const asked = operations.includes('*') ? OPERATIONS.slice(0, 4) : operations;
  const known = type === 'mutating' ? FILLED_IN : implemented;
  const unanswered = asked.filter(operation => OPERATIONS.includes(operation) && !known.includes(operation));
  const unasked = implemented.filter(operation => !asked.includes(operation));
  const method = type === 'mutating' ? 'default' : 'the class';
  return [
    ...unknown.map(operation =>
      error(
        place,
        'KW5003',
        `operations cannot have "${operation}"`,
        didYouMean(operation, OPERATIONS, `they are ${OPERATIONS.join(', ')}`),
      ),
    ),
    ...(unanswered.length === 0
      ? []
      : [
          warning(
            place,
            'KW5017',
            `${method} has no answer to ${unanswered.join(', ')}`,
            type === 'mutating' ? 'leave it out: there is no object to fill in' : 'leave it out, or write the method',
          ),
        ]),
    ...(type === 'mutating' || unasked.length === 0
      ? []
      : [warning(place, 'KW5017', `the class has a method for ${unasked.join(', ')} that is never asked`, 'add it')]),
  ];
}

/** The rules of the API server for wildcards beside others. */
function checkResources(webhook: WebhookModel): readonly Diagnostic[] {
  const { resources } = webhook;
  const parts = resources.map(resource => {
    const at = resource.indexOf('/');
    return at < 0 ? [resource, undefined] : [resource.slice(0, at), resource.slice(at + 1)];
  });
  const idle = resources.find((resource, at) => {
    const [plural, sub] = parts[at] as [string, string | undefined];
    if (resources.length > 1 && resource === '*/*') return true;
    if (sub === undefined) return plural !== '*' && resources.includes('*');
    return (sub !== '*' && resources.includes(`${plural}/*`)) || (plural !== '*' && resources.includes(`*/${sub}`));
  });
  if (idle === undefined) return [];
  const message = `resources has "${idle}" beside a "*" that goes with it`;
  return [error(placeOf(webhook, 'resources'), 'KW5016', message, 'leave one of them out')];
}

/** Of kinds of the project all versions are known. */
function checkVersions(webhook: WebhookModel, resources: readonly ResourceModel[]): readonly Diagnostic[] {
  const { said, groups, versions } = webhook;
  const place = said.versions;
  if (place === undefined) return [];
  const own = resources.filter(({ group, plural }) => groups.includes(group) && webhook.resources.includes(plural));
  const served = new Set(own.map(({ version }) => version));
  if (served.size === 0) return [];
  return versions
    .filter(version => version !== '*' && version !== '' && !served.has(version))
    .map(version => {
      const hint = didYouMean(version, served, `it has ${[...served].join(', ')}`);
      return warning(place, 'KW5018', `the kind has no version ${version}`, hint);
    });
}

function placeOf({ said, origin }: WebhookModel, option: string): Origin {
  return said[option] ?? origin;
}
