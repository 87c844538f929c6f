// Groups of Kubernetes' own are for its own definitions.
import { type FieldError, invalid, required } from '../field-error.js';
import type { JudgedDefinition } from './definition.js';

const APPROVAL = 'api-approved.kubernetes.io';
const PROTECTED = /(^|\.)(k8s|kubernetes)\.io$/;

/** Of a definition that is created in such a group without leave. */
export function approvalErrors({ spec, metadata }: JudgedDefinition): readonly FieldError[] {
  if (!PROTECTED.test(spec.group ?? '')) return [];
  const approval = metadata.annotations?.[APPROVAL] ?? '';
  const at = `metadata.annotations[${APPROVAL}]`;
  if (approval === '') {
    const why = `protected groups must have approval annotation "${APPROVAL}", see https://github.com/kubernetes/enhancements/pull/1111`;
    return [required(at, why)];
  }
  if (approval.startsWith('unapproved') || isUrl(approval)) return [];
  const why = `protected groups must have approval annotation "${APPROVAL}" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111`;
  return [invalid(at, approval, why)];
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+/i.test(text);
}
