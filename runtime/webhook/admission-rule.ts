// Whether a review is about what a webhook was made for.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import type { AdmissionRequest } from './admission-review.js';

/** What a webhook is asked about: the rule in its configuration. */
export interface AdmissionRule {
  readonly kind: KindInfo;
  /** `*` stands for all; so in the others. */
  readonly groups: readonly string[];
  readonly versions: readonly string[];
  /** Plurals, also with a subresource, such as `pods/status`. */
  readonly resources: readonly string[];
}

/** The rule of a kind's own resource, but for what the options say. */
export function admissionRule(
  kind: KindInfo,
  options: {
    readonly groups?: readonly string[];
    readonly versions?: readonly string[];
    readonly resources?: readonly string[];
  },
): AdmissionRule {
  const groups = options.groups?.map(group => (group === 'core' ? '' : group)) ?? [kind.group];
  return { kind, groups, versions: options.versions ?? [kind.version], resources: options.resources ?? [kind.plural] };
}

/**
 * Why a review is not one for this webhook; undefined if it is. Whoever changes the rule of a configuration by hand, but not
 * in the decorator, hears of it here.
 */
export function ruleProblem(rule: AdmissionRule, request: AdmissionRequest): string | undefined {
  const { resource, subresource = '', kind } = request;
  const fits =
    has(rule.groups, resource.group) &&
    has(rule.versions, resource.version) &&
    rule.resources.some(pattern => fitsResource(pattern, resource.resource, subresource));
  if (!fits) {
    const asked = subresource === '' ? resource.resource : `${resource.resource}/${subresource}`;
    const of = apiVersionOf({ ...resource, kind: '', plural: '', scope: 'Namespaced' });
    return `it is asked about ${list(rule.resources)} of ${list(rule.groups.map(group => group || 'the core group'))} in ${list(rule.versions)}, not about ${asked} of ${of}`;
  }
  // Subresources have kinds of their own, such as Scale and Eviction; and one webhook may be for several kinds.
  const isOwn = subresource === '' && resource.resource === rule.kind.plural && resource.group === rule.kind.group;
  if (isOwn && kind.kind !== rule.kind.kind) {
    return `it is asked about objects of kind ${rule.kind.kind}, not ${kind.kind}`;
  }
  return undefined;
}

/** As the API server matches rules: `pods/*` is pods and what they have. */
function fitsResource(pattern: string, resource: string, subresource: string): boolean {
  const [plural = '', of = ''] = pattern.split('/', 2);
  return (plural === '*' || plural === resource) && (of === '*' || of === subresource);
}

function has(list: readonly string[], name: string): boolean {
  return list.includes('*') || list.includes(name);
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
