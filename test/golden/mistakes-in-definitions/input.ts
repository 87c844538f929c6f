// What every other check lets through, and the API server does not.
import { CustomResource, Resource, SelectableField } from 'kubewright';

class LampSpec {
  color!: string;
}

class OldLampSpec {
  color!: string;
  bright?: boolean;
}

/** Its versions have the same selectable fields, and schemas that differ. */
@Resource({ group: 'home.example.com', version: 'v1', kind: 'Lamp', storage: true })
@SelectableField('.spec.color')
export class Lamp extends CustomResource<LampSpec> {}

/** A lamp of before. */
@Resource({ group: 'home.example.com', version: 'v1beta1', kind: 'Lamp' })
@SelectableField('.spec.color')
export class OldLamp extends CustomResource<OldLampSpec> {}
