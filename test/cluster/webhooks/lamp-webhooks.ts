// The kind and the webhooks of the test beside this: what a project declares.
import {
  type AdmissionContext,
  allow,
  CustomResource,
  Defaults,
  type Draft,
  deny,
  type Int32,
  invalid,
  Resource,
  type Snapshot,
  Validates,
  type Verdict,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';

export class LampSpec {
  /** The webhook fills it in. */
  brightness?: Int32;
  color?: string;
}

@Resource({ group: 'webhooks.example.com', version: 'v1', kind: 'Lamp' })
export class Lamp extends CustomResource<LampSpec, { lit?: boolean }> {}

@Defaults(Lamp)
@Validates(Lamp, { timeoutSeconds: 2 })
export class LampWebhook {
  /** What each call was told, for the test. */
  readonly told: AdmissionContext<Lamp>[] = [];

  default(lamp: Snapshot<Lamp>, context: AdmissionContext<Lamp>): Draft<Lamp> {
    this.told.push(context);
    const { annotations, ...metadata } = lamp.metadata;
    const { brightness = context.oldObject?.spec.brightness ?? 50, ...spec } = lamp.spec;
    return {
      ...lamp,
      metadata: { ...metadata, annotations: { ...annotations, 'example.com/written-by': context.user.username } },
      spec: { ...spec, brightness },
    };
  }

  validateCreate(lamp: Snapshot<Lamp>): Verdict | Promise<Verdict> {
    if (lamp.metadata.name === 'throwing') throw new Error('no connection to the power station');
    if (lamp.metadata.name === 'hanging') return new Promise(() => {});
    const { brightness = 0 } = lamp.spec;
    if (brightness > 100) return deny(`a brightness of ${brightness} blinds: say 100 or less`);
    return brightness > 90 ? allow('this lamp is very bright', 'this lamp\nis dear') : allow();
  }

  validateUpdate(lamp: Snapshot<Lamp>, old: Snapshot<Lamp>): Verdict {
    const problems: { field: string; message: string }[] = [];
    if ((lamp.spec.brightness ?? 0) < (old.spec.brightness ?? 0))
      problems.push({ field: 'spec.brightness', message: 'may not fall' });
    if (lamp.spec.color !== old.spec.color) problems.push({ field: 'spec.color', message: 'may not change' });
    return invalid(problems);
  }

  validateDelete(lamp: Snapshot<Lamp>, { user, name, audit }: AdmissionContext<Lamp>): Verdict {
    audit('kept', String(lamp.metadata.labels?.kept === 'yes'));
    return lamp.metadata.labels?.kept === 'yes'
      ? deny(`${user.username} may not delete ${name}, which is kept`)
      : allow();
  }
}

/** Never answers, and is not needed. */
@Validates(Lamp, {
  name: 'lazy.lamps.webhooks.example.com',
  path: '/lazy',
  failurePolicy: 'Ignore',
  timeoutSeconds: 1,
  objectSelector: { matchLabels: { lazy: 'yes' } },
})
export class LazyWebhook {
  validateCreate(_lamp: Snapshot<Lamp>): Promise<Verdict> {
    return new Promise(() => {});
  }
}

/** Of a kind that is not ours. */
@Defaults(Pod, { path: '/label-pods', operations: ['CREATE'], sideEffects: 'NoneOnDryRun' })
@Validates(Pod, { resources: ['pods', 'pods/ephemeralcontainers', 'pods/eviction'] })
export class PodWebhook {
  default(pod: Snapshot<Pod>): Draft<Pod> {
    return { ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, seen: 'yes' } } };
  }
  validateCreate(_object: Snapshot<Pod>, { subresource }: AdmissionContext<Pod>): Verdict {
    return subresource === 'eviction' ? deny('it is to stay') : allow();
  }
}
