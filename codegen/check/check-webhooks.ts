// Checks admission webhooks: what the API server would refuse, and what would never be asked.
import { subdomainProblems } from '../../schema/names.js';
import { didYouMean } from '../../spelling/suggestion.js';
import type { ApiModel, ResourceModel, WebhookModel } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { labelSelectorProblems } from './check-label-selector.js';
import { checkMatchConditions } from './check-match-conditions.js';
import { checkWebhookClient } from './check-webhook-client.js';
import { checkWebhookRule } from './check-webhook-rule.js';
import { error } from './finding.js';

export function checkWebhooks({
  webhooks = [],
  resources,
}: Pick<ApiModel, 'webhooks' | 'resources'>): readonly Diagnostic[] {
  return [...webhooks.flatMap(webhook => checkWebhook(webhook, resources)), ...checkSame(webhooks)];
}

function checkWebhook(webhook: WebhookModel, resources: readonly ResourceModel[]): readonly Diagnostic[] {
  return [
    ...checkNames(webhook),
    ...checkChoices(webhook),
    ...checkTimeout(webhook),
    ...checkReviewVersions(webhook),
    ...checkSelectors(webhook),
    ...checkMatchConditions(webhook),
    ...checkWebhookClient(webhook),
    ...checkWebhookRule(webhook, resources),
  ];
}

function checkNames(webhook: WebhookModel): readonly Diagnostic[] {
  const { name, configurationName } = webhook;
  const isQualified = subdomainProblems(name).length === 0 && name.split('.').length >= 3;
  const hint = "use a DNS name of three parts or more, such as 'validate.redis.example.com'";
  const isObjectName = configurationName === undefined || subdomainProblems(configurationName).length === 0;
  const rule = "use lower-case letters, digits, '-' and '.'";
  return [
    ...(isQualified ? [] : [error(placeOf(webhook, 'name'), 'KW5004', `"${name}" cannot name a webhook`, hint)]),
    ...(isObjectName
      ? []
      : [
          error(
            placeOf(webhook, 'configuration'),
            'KW5014',
            `"${configurationName}" cannot name a configuration`,
            rule,
          ),
        ]),
  ];
}

const CHOICES = {
  failurePolicy: ['Fail', 'Ignore'],
  matchPolicy: ['Equivalent', 'Exact'],
  sideEffects: ['None', 'NoneOnDryRun'],
  reinvocationPolicy: ['Never', 'IfNeeded'],
  scope: ['Namespaced', 'Cluster', '*'],
} as const;

function checkChoices(webhook: WebhookModel): readonly Diagnostic[] {
  return Object.entries(CHOICES).flatMap(([option, choices]) => {
    const value = webhook[option as keyof typeof CHOICES];
    if (value === undefined || (choices as readonly string[]).includes(value)) return [];
    const hint = didYouMean(value, choices, `it is ${choices.join(' or ')}`);
    return [error(placeOf(webhook, option), 'KW5003', `${option} cannot be "${value}"`, hint)];
  });
}

function checkTimeout(webhook: WebhookModel): readonly Diagnostic[] {
  const { timeoutSeconds } = webhook;
  const isBetween = timeoutSeconds === undefined || (timeoutSeconds >= 1 && timeoutSeconds <= 30);
  if (isBetween && (timeoutSeconds === undefined || Number.isInteger(timeoutSeconds))) return [];
  const message = `the API server cannot wait ${timeoutSeconds} seconds`;
  return [error(placeOf(webhook, 'timeoutSeconds'), 'KW5008', message, 'say a whole number from 1 to 30')];
}

/** Those that the API server can send. */
const REVIEW_VERSIONS = ['v1', 'v1beta1'];

function checkReviewVersions(webhook: WebhookModel): readonly Diagnostic[] {
  const { admissionReviewVersions: versions } = webhook;
  const place = placeOf(webhook, 'admissionReviewVersions');
  const twice = versions.find((version, at) => versions.indexOf(version) !== at);
  const malformed = versions.find(version => !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(version));
  if (twice !== undefined) return [error(place, 'KW5009', `the version ${twice} is named twice`, 'name it once')];
  if (malformed !== undefined) return [error(place, 'KW5009', `"${malformed}" is no version`, "say ['v1']")];
  if (versions.some(version => REVIEW_VERSIONS.includes(version))) return [];
  return [error(place, 'KW5009', 'the API server sends none of these versions of AdmissionReview', "say ['v1']")];
}

function checkSelectors(webhook: WebhookModel): readonly Diagnostic[] {
  return (['namespaceSelector', 'objectSelector'] as const).flatMap(option =>
    labelSelectorProblems(webhook[option] ?? {}).map(problem =>
      error(placeOf(webhook, option), 'KW5010', `${option} selects nothing: ${problem}`),
    ),
  );
}

/** Names are unique in a configuration, and a path of the operator's server leads to one method. */
function checkSame(webhooks: readonly WebhookModel[]): readonly Diagnostic[] {
  return webhooks.flatMap((webhook, at) => {
    const before = webhooks.slice(0, at);
    const sameName = before.find(
      each =>
        each.type === webhook.type &&
        each.configurationName === webhook.configurationName &&
        each.name === webhook.name,
    );
    const samePath = before.find(each => isAtOneServer(each, webhook) && each.path === webhook.path);
    return [
      ...(sameName === undefined
        ? []
        : [
            error(
              placeOf(webhook, 'name'),
              'KW5012',
              `another webhook is named ${webhook.name}`,
              "say another name, such as { name: '...' }",
            ),
          ]),
      ...(samePath === undefined
        ? []
        : [
            error(
              placeOf(webhook, 'path'),
              'KW5013',
              `another webhook has the path ${webhook.path}`,
              "say another path, such as { path: '/...' }",
            ),
          ]),
    ];
  });
}

function isAtOneServer(a: WebhookModel, b: WebhookModel): boolean {
  const both = [a, b].every(({ url }) => url === undefined);
  return both && a.service?.name === b.service?.name && a.service?.namespace === b.service?.namespace;
}

function placeOf({ said, origin }: WebhookModel, option: string): Origin {
  return said[option] ?? origin;
}
