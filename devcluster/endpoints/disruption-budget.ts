// What a PodDisruptionBudget says to the eviction of a Pod.
import type { ApiObject } from '../object/api-object.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { forbiddenObject } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';

interface Condition {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Whether a budget is asked at all: who has come to an end, has not begun, or goes already, disrupts nothing. */
export function needsBudget({ metadata, status }: ApiObject): boolean {
  const { phase } = (status ?? {}) as { readonly phase?: string };
  return metadata.deletionTimestamp === undefined && !['Succeeded', 'Failed', 'Pending'].includes(phase ?? '');
}

/** Whether a Pod may go without being counted: it is not ready, and the others are enough, or the budget does not mind. */
export function goesUncounted(pod: ApiObject, { spec, status }: ApiObject): boolean {
  if (conditionsOf(pod.status).find(({ type }) => type === 'Ready')?.status === 'True') return false;
  const { unhealthyPodEvictionPolicy } = (spec ?? {}) as { readonly unhealthyPodEvictionPolicy?: string };
  if (unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = countsOf(status);
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy;
}

/**
 * The budget after one more disruption.
 * @param now as RFC 3339 says it
 * @throws StatusError 429 when there is none left; 403 when its counts make no sense
 */
export function withDisruption(budget: ApiObject, pod: string, now: string): ApiObject {
  const { name, generation = 0 } = budget.metadata;
  const status = (budget.status ?? {}) as JsonObject;
  const { observedGeneration = 0, disruptionsAllowed = 0, desiredHealthy = 0, currentHealthy = 0 } = countsOf(status);
  const disrupted = isJsonObject(status.disruptedPods) ? status.disruptedPods : {};
  if (observedGeneration < generation) {
    throw refused(`The disruption budget ${name} is still being processed by the server.`, 10);
  }
  if (disruptionsAllowed < 0) throw forbiddenObject(BUDGET, name, 'pdb disruptions allowed is negative');
  if (Object.keys(disrupted).length > MOST_DISRUPTED) throw forbiddenObject(BUDGET, name, TOO_MANY);
  if (disruptionsAllowed === 0) {
    const failure = conditionsOf(status).find(({ type, reason }) => type === ALLOWED && reason === 'SyncFailed');
    const healthy = `${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
    throw refused(failure?.message ?? `The disruption budget ${name} needs ${healthy}`);
  }
  const left = disruptionsAllowed - 1;
  return {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: left,
      disruptedPods: { ...disrupted, [pod]: now },
      ...(left === 0 && { conditions: withNoneAllowed(conditionsOf(status), observedGeneration, now) }),
    },
  };
}

const ALLOWED = 'DisruptionAllowed';
const BUDGET = { group: 'policy', resource: 'poddisruptionbudget' };
/** The controller of budgets takes them out again; where there is none, they add up. */
const MOST_DISRUPTED = 2000;
const TOO_MANY = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';

function withNoneAllowed(conditions: readonly Condition[], observedGeneration: number, now: string): readonly object[] {
  const before = conditions.find(({ type }) => type === ALLOWED) as (Condition & JsonObject) | undefined;
  const lastTransitionTime = before?.status === 'False' ? before.lastTransitionTime : now;
  const condition = { type: ALLOWED, status: 'False', observedGeneration, lastTransitionTime };
  const next = { ...condition, reason: 'InsufficientPods', message: '' };
  return before === undefined ? [...conditions, next] : conditions.map(each => (each === before ? next : each));
}

function conditionsOf(status: unknown): readonly Condition[] {
  return ((status ?? {}) as { readonly conditions?: readonly Condition[] }).conditions ?? [];
}

function countsOf(status: unknown): Readonly<Record<string, number>> {
  return (status ?? {}) as Readonly<Record<string, number>>;
}

function refused(message: string, retryAfterSeconds?: number): StatusError {
  const details = {
    causes: [{ reason: 'DisruptionBudget', message } as const],
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
  const why = "Cannot evict pod as it would violate the pod's disruption budget.";
  return new StatusError(429, 'TooManyRequests', why, details);
}
