// Events of the core group and of events.k8s.io: one thing with two sets of field names.
import type { Draft } from '../draft.js';

/** An Event in the other group's words. Source: pkg/apis/events/v1/conversion.go of Kubernetes. */
export function convertEvent(event: Draft, apiVersion: string): Draft {
  const toCore = apiVersion === 'v1';
  const renamed = Object.entries(event).map(([name, value]) => [
    (toCore ? CORE_NAMES : EVENTS_NAMES).get(name) ?? name,
    value,
  ]);
  return { ...(Object.fromEntries(renamed) as Draft), apiVersion };
}

const CORE_NAMES: ReadonlyMap<string, string> = new Map([
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
]);
const EVENTS_NAMES: ReadonlyMap<string, string> = new Map([...CORE_NAMES].map(([name, core]) => [core, name]));
