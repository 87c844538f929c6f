// How Deployments, DaemonSets and StatefulSets replace their Pods.

import { invalidShown } from '../../../schema/field-error.js';
import { type FieldError, forbidden, invalid, required } from '../../object/field-error.js';
import { child, count, type Draft, type DraftValue, text } from '../draft.js';
import { negative } from './problems.js';

export function deploymentStrategyProblems(strategy: Draft): readonly FieldError[] {
  const path = 'spec.strategy';
  const rolling = child(strategy, 'rollingUpdate');
  if (strategy.type === 'Recreate') {
    if (rolling === undefined) return [];
    return [forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
  }
  if (strategy.type !== 'RollingUpdate') return [unknownType(path, strategy, ['Recreate', 'RollingUpdate'])];
  const { maxUnavailable, maxSurge } = rolling ?? {};
  const at = `${path}.rollingUpdate`;
  return [
    ...shareProblems(maxUnavailable, `${at}.maxUnavailable`),
    ...shareProblems(maxSurge, `${at}.maxSurge`),
    ...(sizeOf(maxUnavailable) === 0 && sizeOf(maxSurge) === 0
      ? [invalid(`${at}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...aboveAll(maxUnavailable, `${at}.maxUnavailable`),
  ];
}

export function daemonSetStrategyProblems(strategy: Draft): readonly FieldError[] {
  const path = 'spec.updateStrategy';
  if (strategy.type === 'OnDelete') return [];
  if (strategy.type !== 'RollingUpdate') return [unknownType(path, strategy, ['RollingUpdate', 'OnDelete'])];
  const at = `${path}.rollingUpdate`;
  const { maxUnavailable, maxSurge } = child(strategy, 'rollingUpdate') ?? {};
  const [unavailable, surge] = [sizeOf(maxUnavailable) !== 0, sizeOf(maxSurge) !== 0];
  return [
    ...shareProblems(maxUnavailable, `${at}.maxUnavailable`),
    ...shareProblems(maxSurge, `${at}.maxSurge`),
    ...(unavailable && surge
      ? [invalid(`${at}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero')]
      : []),
    ...(unavailable || surge ? [] : [required(`${at}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')]),
    ...aboveAll(maxUnavailable, `${at}.maxUnavailable`),
    ...aboveAll(maxSurge, `${at}.maxSurge`),
  ];
}

export function statefulSetStrategyProblems(strategy: Draft): readonly FieldError[] {
  const path = 'spec.updateStrategy';
  const rolling = child(strategy, 'rollingUpdate');
  if (strategy.type === 'OnDelete') {
    if (rolling === undefined) return [];
    const shown = `{"Partition":${count(rolling, 'partition')},"MaxUnavailable":null}`;
    return [invalidShown(`${path}.rollingUpdate`, shown, "only allowed for updateStrategy 'RollingUpdate'")];
  }
  if (strategy.type === 'RollingUpdate') return negative(rolling ?? {}, `${path}.rollingUpdate`, 'partition');
  const shown = `{"Type":${JSON.stringify(text(strategy, 'type'))},"RollingUpdate":null}`;
  return [invalidShown(path, shown, "must be 'RollingUpdate' or 'OnDelete'")];
}

/** The real server shows its internal type, in the order of its fields. */
function unknownType(path: string, strategy: Draft, known: readonly string[]): FieldError {
  const rolling = child(strategy, 'rollingUpdate');
  const { maxUnavailable = 0, maxSurge = 0 } = rolling ?? {};
  const shown = JSON.stringify({
    Type: text(strategy, 'type'),
    RollingUpdate: rolling === undefined ? null : { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge },
  });
  const supported = known.map(type => JSON.stringify(type)).join(', ');
  const message = `Unsupported value: ${shown}: supported values: ${supported}`;
  return { reason: 'FieldValueNotSupported', field: path, message };
}

const PERCENT = /^[0-9]+%$/;
const PERCENT_TEXT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** Of what has to be a number of Pods, or a part of them in percent. */
function shareProblems(value: DraftValue | undefined, path: string): readonly FieldError[] {
  if (typeof value === 'number' && value < 0) return [invalid(path, value, 'must be greater than or equal to 0')];
  return typeof value === 'string' && !PERCENT.test(value) ? [invalid(path, value, PERCENT_TEXT)] : [];
}

function aboveAll(value: DraftValue | undefined, path: string): readonly FieldError[] {
  const isAbove = typeof value === 'string' && PERCENT.test(value) && sizeOf(value) > 100;
  return isAbove ? [invalid(path, value, 'must not be greater than 100%')] : [];
}

/** The number, or that of the percents; 0 for what is neither. */
function sizeOf(value: DraftValue | undefined): number {
  const text = String(value ?? 0);
  return PERCENT.test(text) || /^[+-]?\d+$/.test(text) ? Number.parseInt(text, 10) : 0;
}
