// The areas of the raw suite, in the order in which they are reported.
import { apply, managedFields } from './areas/apply.js';
import { builtinDefaults } from './areas/builtin-defaults.js';
import { builtinRules } from './areas/builtin-rules.js';
import { garbageCollection, namespaces } from './areas/controllers.js';
import { create } from './areas/create.js';
import { customResources } from './areas/custom-resources.js';
import { definitions } from './areas/definitions.js';
import { deletion } from './areas/delete.js';
import { discovery } from './areas/discovery.js';
import { errors } from './areas/errors.js';
import { events, reviews } from './areas/events-and-reviews.js';
import { getAndList } from './areas/get-and-list.js';
import { negotiation } from './areas/negotiation.js';
import { openapi } from './areas/openapi.js';
import { jsonPatch, mergePatch, strategicPatch } from './areas/patches.js';
import { podRules } from './areas/pod-rules.js';
import { podScheduling } from './areas/pod-scheduling.js';
import { podUpdates } from './areas/pod-updates.js';
import { podVolumes } from './areas/pod-volumes.js';
import { subresources } from './areas/subresources.js';
import { update } from './areas/update.js';
import { warnings } from './areas/warnings.js';
import { watches } from './areas/watch.js';
import { webhookConfigurations } from './areas/webhook-configurations.js';
import { workloadRules } from './areas/workload-rules.js';
import { dryRun, fieldValidation } from './areas/writes.js';
import type { Area } from './scenario.js';

export const AREAS: readonly Area[] = [
  openapi,
  discovery,
  negotiation,
  errors,
  getAndList,
  watches,
  create,
  update,
  jsonPatch,
  mergePatch,
  strategicPatch,
  apply,
  managedFields,
  deletion,
  dryRun,
  fieldValidation,
  subresources,
  definitions,
  customResources,
  builtinDefaults,
  builtinRules,
  workloadRules,
  webhookConfigurations,
  podRules,
  podScheduling,
  podVolumes,
  podUpdates,
  warnings,
  garbageCollection,
  namespaces,
  events,
  reviews,
];
