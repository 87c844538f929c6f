// What is filled in and judged when users write a Redis, before it is stored.
import {
  allow,
  Defaults,
  type Draft,
  type InvalidField,
  invalid,
  type Snapshot,
  Validates,
  type Verdict,
} from 'kubewright';
import { Redis } from '../../api/v1/redis.js';
import { namesVersion, withTestedTag } from './images.js';

/**
 * Fills in what a default of the schema cannot say, and refuses what no schema can. It is asked when a spec is written: what
 * only touches labels or finalizers goes through without it, so that a Redis can also go while no operator answers.
 */
@Defaults(Redis, {
  matchConditions: [
    { name: 'spec-is-written', expression: 'oldObject == null || !has(object.spec) || object.spec != oldObject.spec' },
  ],
})
@Validates(Redis, {
  matchConditions: [
    { name: 'spec-is-written', expression: 'oldObject == null || !has(object.spec) || object.spec != oldObject.spec' },
  ],
})
export class RedisWebhook {
  /** The official image without a tag would be another one on each node, whatever was the latest when it was pulled. */
  default(redis: Snapshot<Redis>): Draft<Redis> {
    // It is asked before the schema is, which refuses a spec that is missing, or an image that is no text, at its field.
    if (typeof redis.spec?.image !== 'string') return redis;
    return { ...redis, spec: { ...redis.spec, image: withTestedTag(redis.spec.image) } };
  }

  validateCreate(redis: Snapshot<Redis>): Verdict {
    const { metadata, spec } = redis;
    const problems: InvalidField[] = [];
    if (metadata.name === RESERVED_NAME) {
      problems.push({ field: 'metadata.name', message: `${RESERVED_NAME} is reserved: write another name` });
    }
    if (spec.port < LOWEST_PORT) problems.push({ field: 'spec.port', message: portProblem(spec.port) });
    return invalid(problems, ...imageWarnings(spec.image));
  }

  /** A Redis from before these rules stays usable: what it has already may stay. */
  validateUpdate({ spec }: Snapshot<Redis>, { spec: old }: Snapshot<Redis>): Verdict {
    const warnings = spec.image === old.image ? [] : imageWarnings(spec.image);
    if (spec.port !== old.port && spec.port < LOWEST_PORT) warnings.push(`spec.port: ${portProblem(spec.port)}`);
    return allow(...warnings);
  }
}

const RESERVED_NAME = 'tangx-in';
/** The port of Redis itself. */
const LOWEST_PORT = 6379;

function portProblem(port: number): string {
  return `${port} is below ${LOWEST_PORT}: write ${LOWEST_PORT} or a higher port, or leave it out`;
}

function imageWarnings(image: string): string[] {
  if (namesVersion(image)) return [];
  return [`spec.image: ${image} has neither tag nor digest, so its Pods may run different versions: write one`];
}
