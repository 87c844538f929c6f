// All tables by name.
import type { Scenario } from '../scenario.js';
import { APPLY } from './apply.js';
import { APPLY_TURNS } from './apply-turns.js';
import { JSON_PATCH } from './json-patch.js';
import { MERGE_PATCH } from './merge-patch.js';
import { STRATEGIC } from './strategic.js';
import { UPDATES } from './updates.js';

export const SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
  'json-patch': JSON_PATCH,
  'merge-patch': MERGE_PATCH,
  strategic: STRATEGIC,
  apply: APPLY,
  'apply-turns': APPLY_TURNS,
  updates: UPDATES,
};
