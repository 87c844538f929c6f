// All transcripts.
import type { TranscriptArea } from './scenario.js';
import { apply, diff } from './scenarios/apply.js';
import { auth, cluster } from './scenarios/auth.js';
import { edit, patch, replace } from './scenarios/change.js';
import { create } from './scenarios/create.js';
import { customResources } from './scenarios/custom-resources.js';
import { del } from './scenarios/delete.js';
import { describe } from './scenarios/describe.js';
import { events } from './scenarios/events.js';
import { discovery, explain } from './scenarios/explain.js';
import { get } from './scenarios/get.js';
import { label } from './scenarios/metadata.js';
import { nodes } from './scenarios/nodes.js';
import { containers } from './scenarios/not-modelled.js';
import { rollout } from './scenarios/rollout.js';
import { run } from './scenarios/run.js';
import { scale } from './scenarios/scale.js';
import { set } from './scenarios/set.js';
import { validation } from './scenarios/validation.js';
import { wait } from './scenarios/wait.js';

/** In the order of the page of fidelity. */
export const TRANSCRIPT_AREAS: readonly TranscriptArea[] = [
  get,
  describe,
  create,
  apply,
  diff,
  edit,
  patch,
  replace,
  del,
  scale,
  label,
  set,
  rollout,
  wait,
  explain,
  discovery,
  auth,
  cluster,
  events,
  run,
  nodes,
  customResources,
  validation,
  containers,
];
