// A webhook, as a user writes it: no ConfigMap may say that it is bad.
import { allow, Defaults, type Draft, deny, type Snapshot, Validates, type Verdict } from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';

@Defaults(ConfigMap)
@Validates(ConfigMap)
export class ConfigMapWebhook {
  default(map: Snapshot<ConfigMap>): Draft<ConfigMap> {
    return { ...map, data: { ...map.data, seen: 'yes' } };
  }

  validateCreate(map: Snapshot<ConfigMap>): Verdict {
    return map.data?.bad === undefined ? allow() : deny('this one is bad');
  }
}
