// `ConversionReview` of apiextensions.k8s.io/v1: what the API server asks, and what it is answered.
import type { ConvertibleObject } from './convert-object.js';

/** The only version of reviews that is spoken; what codegen writes into definitions. */
export const REVIEW_VERSION = 'apiextensions.k8s.io/v1';

/** What is asked for. */
export interface ConversionRequest {
  /** The answer bears it too. */
  readonly uid: string;
  /** Such as `example.com/v2`; all objects are to be of this version. */
  readonly desiredAPIVersion: string;
  /** Of one kind, and of any of its versions; at least the type of each is checked when it is converted. */
  readonly objects: readonly unknown[];
}

/** All objects in their order, or none and a reason. */
export interface ConversionReview {
  readonly apiVersion: string;
  readonly kind: 'ConversionReview';
  readonly response: {
    readonly uid: string;
    readonly convertedObjects: readonly ConvertibleObject[];
    readonly result: { readonly status: 'Success' } | { readonly status: 'Failure'; readonly message: string };
  };
}

/** A review that was read; or one that is to be refused, by its uid; or, without a uid, something that is no review. */
export type ReadReview =
  | { readonly request: ConversionRequest }
  | { readonly refusal: string; readonly apiVersion: string; readonly uid: string }
  | { readonly problem: string };

/** Tells what a body holds. */
export function readReview(body: unknown): ReadReview {
  if (!isObject(body) || body.kind !== 'ConversionReview') return { problem: 'the body is no ConversionReview' };
  const { apiVersion, request } = body;
  if (!isObject(request) || typeof request.uid !== 'string' || request.uid === '') {
    return { problem: 'the ConversionReview has no request with a uid' };
  }
  const { uid, desiredAPIVersion, objects } = request;
  if (apiVersion === 'apiextensions.k8s.io/v1beta1') {
    const refusal = `reviews of ${apiVersion} are not answered: put v1 first in spec.conversion.webhook.conversionReviewVersions of the definition`;
    return { refusal, apiVersion, uid };
  }
  if (apiVersion !== REVIEW_VERSION) {
    return { problem: `a ConversionReview of ${String(apiVersion).slice(0, 100)}, and not of ${REVIEW_VERSION}` };
  }
  if (typeof desiredAPIVersion !== 'string' || desiredAPIVersion === '') {
    return { refusal: 'the request has no desiredAPIVersion', apiVersion, uid };
  }
  // Go writes an empty list that was never made as null.
  if (objects !== undefined && objects !== null && !Array.isArray(objects)) {
    return { refusal: 'the objects of the request are no list', apiVersion, uid };
  }
  return { request: { uid, desiredAPIVersion, objects: objects ?? [] } };
}

/** The answer with all objects. */
export function converted(uid: string, convertedObjects: readonly ConvertibleObject[]): ConversionReview {
  const response = { uid, convertedObjects, result: { status: 'Success' } } as const;
  return { apiVersion: REVIEW_VERSION, kind: 'ConversionReview', response };
}

/** Longest message of an answer, in characters: what has thrown may have put a whole object into it. */
const LONGEST_MESSAGE = 2000;

/** The answer with none, whose message the API server shows to whoever has asked for the object. */
export function notConverted(uid: string, message: string, apiVersion = REVIEW_VERSION): ConversionReview {
  const shown = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} ...` : message;
  const response = { uid, convertedObjects: [], result: { status: 'Failure', message: shown } } as const;
  return { apiVersion, kind: 'ConversionReview', response };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
