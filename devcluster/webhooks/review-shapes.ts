// The Go types of what webhooks answer.
import type { GoShape } from './go-shape.js';

const text: GoShape = { type: 'string', of: 'text' };
const uid: GoShape = { type: 'types.UID', of: 'text' };
const int32: GoShape = { type: 'int32', of: 'whole number', most: 2 ** 31 - 1 };
const meta = { kind: text, apiVersion: text };

const list = (type: string, items: GoShape): GoShape => ({ type, of: 'list', items });
const struct = (type: string, fields: Readonly<Record<string, GoShape>>): GoShape => ({ type, of: 'struct', fields });
const named = (type: string): GoShape => ({ type, of: 'text' });

const STATUS = struct('v1.Status', {
  ...meta,
  metadata: struct('v1.ListMeta', {
    selfLink: text,
    resourceVersion: text,
    continue: text,
    remainingItemCount: { type: 'int64', of: 'whole number' },
  }),
  status: text,
  message: text,
  reason: named('v1.StatusReason'),
  details: struct('v1.StatusDetails', {
    name: text,
    group: text,
    kind: text,
    uid,
    causes: list(
      '[]v1.StatusCause',
      struct('v1.StatusCause', { reason: named('v1.CauseType'), message: text, field: text }),
    ),
    retryAfterSeconds: int32,
  }),
  code: int32,
});

/** What is answered, as the API server decodes it. */
export interface ReviewForm {
  readonly group: string;
  readonly kind: string;
  /** Those that a webhook may have been asked in. */
  readonly versions: readonly string[];
  /** In a version. */
  readonly shape: (version: string) => GoShape;
}

export const ADMISSION: ReviewForm = {
  group: 'admission.k8s.io',
  kind: 'AdmissionReview',
  versions: ['v1', 'v1beta1'],
  shape: version =>
    struct(`${version}.AdmissionReview`, {
      ...meta,
      // Webhooks may send back what they were asked: nobody looks into it.
      request: struct(`${version}.AdmissionRequest`, {}),
      response: struct(`${version}.AdmissionResponse`, {
        uid,
        allowed: { type: 'bool', of: 'truth' },
        status: STATUS,
        patch: { type: '[]uint8', of: 'bytes' },
        patchType: named(`${version}.PatchType`),
        auditAnnotations: { type: 'map[string]string', of: 'map', items: text },
        warnings: list('[]string', text),
      }),
    }),
};

export const CONVERSION: ReviewForm = {
  group: 'apiextensions.k8s.io',
  kind: 'ConversionReview',
  versions: ['v1', 'v1beta1'],
  shape: version =>
    struct(`${version}.ConversionReview`, {
      ...meta,
      request: struct(`${version}.ConversionRequest`, {}),
      response: struct(`${version}.ConversionResponse`, {
        uid,
        convertedObjects: list('[]runtime.RawExtension', { type: 'runtime.RawExtension' }),
        result: STATUS,
      }),
    }),
};
