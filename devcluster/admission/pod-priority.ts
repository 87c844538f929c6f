// Gives Pods the priorities that their PriorityClasses have.
import type { ApiObject } from '../object/api-object.js';
import type { JsonObject } from '../object/json.js';
import { forbiddenObject } from '../object/refusals.js';
import type { Store } from '../store/store.js';
import { type Admission, nameToTell, type WriteContext } from '../strategy/write-context.js';

const PODS = '/pods';
const CLASSES = 'scheduling.k8s.io/priorityclasses';

/** The admission plugin `Priority`. The classes of the system, which every cluster has, need not be there as objects. */
export class PodPriority implements Admission {
  constructor(private readonly store: Store) {}

  /** @throws StatusError 403 for a class that is not there, for other values than its own, and for a second default */
  admit({ type, subresource }: WriteContext, object: ApiObject, old: ApiObject | undefined): ApiObject {
    if (type.storage === CLASSES) this.#refuseSecondDefault(type, object);
    if (type.storage !== PODS || subresource !== '' || old !== undefined) return object;
    const name = nameToTell(object.metadata);
    const spec = object.spec as PodSpec & JsonObject;
    const chosen = this.#classOf(spec);
    if (chosen === undefined) {
      throw forbiddenObject(type, name, `no PriorityClass with name ${spec.priorityClassName} was found`);
    }
    const { value: priority = 0, preemptionPolicy = 'PreemptLowerPriority' } = chosen;
    const refused = (what: string, asked: unknown, computed: unknown) =>
      forbiddenObject(type, name, `the ${what} (${asked}) ${NOT_PROVIDED} ${computed} ${FROM_CLASS}`);
    if (spec.priority !== undefined && spec.priority !== priority) {
      throw refused('integer value of priority', spec.priority, priority);
    }
    if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
      throw refused('string value of PreemptionPolicy', spec.preemptionPolicy, preemptionPolicy);
    }
    const className = chosen.name === undefined ? {} : { priorityClassName: chosen.name };
    return { ...object, spec: { ...spec, ...className, priority, preemptionPolicy } };
  }

  #classOf({ priorityClassName: name = '' }: PodSpec): PriorityClass | undefined {
    if (name === '') return this.#defaultClass() ?? {};
    const found = this.store.get({ storage: CLASSES, namespace: '', name });
    if (found !== undefined) return classOf(found);
    return Object.hasOwn(SYSTEM, name) ? { name, value: SYSTEM[name] } : undefined;
  }

  /** Should there be several, the lowest. */
  #defaultClass(): PriorityClass | undefined {
    const { objects } = this.store.list(CLASSES);
    const [lowest] = objects
      .filter(({ globalDefault }) => globalDefault === true)
      .map(classOf)
      .sort((a, b) => (a.value ?? 0) - (b.value ?? 0));
    return lowest;
  }

  #refuseSecondDefault(type: WriteContext['type'], { metadata: { name }, globalDefault }: ApiObject): void {
    const present = globalDefault === true ? this.#defaultClass() : undefined;
    if (present === undefined || present.name === name) return;
    const why = `PriorityClass ${present.name} is already marked as default. Only one default can exist`;
    throw forbiddenObject(type, name, why);
  }
}

interface PodSpec {
  readonly priorityClassName?: string;
  readonly priority?: number;
  readonly preemptionPolicy?: string;
}

interface PriorityClass {
  readonly name?: string | undefined;
  readonly value?: number | undefined;
  readonly preemptionPolicy?: string | undefined;
}

function classOf({ metadata: { name }, value, preemptionPolicy }: ApiObject): PriorityClass {
  return { name, value: value as number | undefined, preemptionPolicy: preemptionPolicy as string | undefined };
}

const SYSTEM: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2000000000,
  'system-node-critical': 2000001000,
};

const NOT_PROVIDED = 'must not be provided in pod spec; priority admission controller computed';
const FROM_CLASS = 'from the given PriorityClass name';
