// Reads what a webhook has answered, as the API server's decoder does.
import { JsonTextError, type ParsedJson, parseJson } from '../http/json-text.js';
import { parseYaml, YamlTextError } from '../http/yaml-text.js';
import { cannotUnmarshal, NO_TYPE, TYPE_META } from '../object/go-text.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { notModelled } from '../object/refusals.js';
import { shapeProblem } from './go-shape.js';
import type { ReviewForm } from './review-shapes.js';
import { WebhookFailure } from './webhook-failure.js';

/**
 * A review whose fields are of the right types; an empty object for an answer that says nothing.
 * @param version that was sent
 * @throws WebhookFailure with what Go's decoder says
 * @throws StatusError 501 for numbers that would not be kept
 */
export function decodedReview(text: string, form: ReviewForm, version: string): JsonObject {
  const { value, rounded } = parsed(text);
  const review = value ?? {};
  if (!isJsonObject(review)) throw failed(`${NO_TYPE}${cannotUnmarshal(review, `value of type ${TYPE_META}`)}`);
  for (const field of ['apiVersion', 'kind']) {
    const type = review[field] ?? '';
    if (typeof type === 'string') continue;
    throw failed(`${NO_TYPE}${cannotUnmarshal(type, `struct field .${field} of type string`)}`);
  }
  refuseOtherKind(review, form, version);
  const problem = shapeProblem(review, form.shape(version));
  if (problem !== undefined) throw failed(problem);
  const [lost] = rounded;
  if (lost !== undefined) throw notModelled(`whole numbers beyond 2^53: ${lost.path} is ${lost.written}`);
  return review;
}

/** What does not begin as an object is taken for YAML. */
function parsed(text: string): ParsedJson {
  try {
    // Of the spaces that Go knows, the mark of byte order is none.
    const isYaml = !/^(?!\ufeff)\s*\{/.test(text);
    return isYaml ? parseYaml(text.replace(/^\ufeff/, '')) : parseJson(text);
  } catch (error) {
    if (error instanceof YamlTextError) throw failed(error.message);
    throw error instanceof JsonTextError ? failed(`${NO_TYPE}${error.message}`) : error;
  }
}

/** What is left out is what was asked for. */
function refuseOtherKind({ kind, apiVersion }: JsonObject, form: ReviewForm, version: string): void {
  const [sentKind, sentVersion] = [kind || form.kind, apiVersion || `${form.group}/${version}`];
  const [short = ''] = String(sentVersion).split('/').slice(-1);
  const isReview = sentKind === form.kind && form.versions.some(each => sentVersion === `${form.group}/${each}`);
  if (isReview && short === version) return;
  if (isReview || (sentKind === 'Status' && sentVersion === 'v1'))
    throw failed(`converting (${short}.${sentKind}) to (${version}.${form.kind}): unknown conversion`);
  const named = `${JSON.stringify(sentKind)} is registered for version ${JSON.stringify(sentVersion)}`;
  throw failed(`no kind ${named} in scheme "pkg/runtime/scheme.go:111"`);
}

function failed(why: string): WebhookFailure {
  return new WebhookFailure(`failed to call webhook: ${why}`);
}
