// Turns objects of built-in kinds into another version of the same storage.
import type { Json } from '../../../schema/structural-schema.js';
import type { ApiObject } from '../../object/api-object.js';
import { decodeBuiltin } from '../decode-builtin.js';
import { type Draft, draftOf } from '../draft.js';
import { convertAutoscaler } from './autoscaler-conversion.js';
import { convertEvent } from './event-conversion.js';

/**
 * The object as `apiVersion` says it, decoded; itself when it is of that version already.
 * @throws Error for kinds of which there is one version only
 */
export function convertBuiltin(object: ApiObject, apiVersion: string): ApiObject {
  if (object.apiVersion === apiVersion) return object;
  const convert = CONVERSIONS[object.kind];
  if (convert === undefined) throw new Error(`there is no conversion of ${object.kind} to ${apiVersion}`);
  return decodeBuiltin(convert(draftOf(object), apiVersion) as { readonly [field: string]: Json });
}

const CONVERSIONS: Readonly<Record<string, (draft: Draft, apiVersion: string) => Draft>> = {
  Event: convertEvent,
  HorizontalPodAutoscaler: convertAutoscaler,
};
