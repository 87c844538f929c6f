// Lets Pods stay for a while on nodes that are lost.
import type { ApiObject } from '../object/api-object.js';
import type { JsonObject } from '../object/json.js';
import type { Admission, WriteContext } from '../strategy/write-context.js';

const PODS = '/pods';
const KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** The admission plugin `DefaultTolerationSeconds`. */
export class DefaultTolerations implements Admission {
  admit({ type, subresource }: WriteContext, object: ApiObject): ApiObject {
    if (type.storage !== PODS || subresource !== '') return object;
    const spec = object.spec as PodSpec;
    const tolerations = spec.tolerations ?? [];
    const missing = KEYS.filter(key => !tolerations.some(each => tolerates(each, key)));
    if (missing.length === 0) return object;
    const added = missing.map(key => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
    return { ...object, spec: { ...spec, tolerations: [...tolerations, ...added] } };
  }
}

interface Toleration {
  readonly key?: string;
  readonly effect?: string;
}

type PodSpec = JsonObject & { readonly tolerations?: readonly Toleration[] | null };

function tolerates({ key = '', effect = '' }: Toleration, wanted: string): boolean {
  return (key === wanted || key === '') && (effect === 'NoExecute' || effect === '');
}
