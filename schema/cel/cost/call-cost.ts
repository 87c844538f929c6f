// The cost of a call without that of its arguments: extensions say it first, then Kubernetes, then cel-go itself.
import { extensionCost } from './extension-costs.js';
import { kubernetesCost } from './kubernetes-costs.js';
import type { Call, CallCost } from './operand.js';
import { standardCost } from './standard-costs.js';

export function callCost(call: Call): CallCost {
  return extensionCost(call) ?? kubernetesCost(call) ?? standardCost(call);
}
