// Joins the versions of kinds to a manager: their conversions are answered at the manager's one webhook server.
import { type Kind, kindInfo } from '../../decorators/kind.js';
import { ConversionEndpoint } from '../conversion/conversion-endpoint.js';
import { Converter } from '../conversion/converter.js';
import { versionsOfKinds } from '../conversion/versions-of-kinds.js';
import { type ManagerPart, ServiceKey } from '../manager/manager-context.js';
import { declaredWebhooks, webhookServer } from './webhook.js';

/** The manager's one converter: the API server asks for conversions of all kinds at one path. */
const CONVERTER = new ServiceKey<Converter>('converter');

/**
 * Answers the API server when it converts objects of these kinds, at `/convert`, which `kubewright generate` writes into their
 * definitions: `manager.add(conversion(RedisV1, RedisV1beta1))`. Name every class with `@ConvertsTo`; the hubs come with them.
 * Every replica answers, before its caches list anything.
 * @throws TypeError for a class without `@ConvertsTo` that none of the others converts to, and for what `@ConvertsTo` says
 *   wrongly: two hubs of a kind, a hub that converts to another version, two classes of one version
 */
export function conversion(first: Kind<unknown>, ...more: readonly Kind<unknown>[]): ManagerPart {
  const classes = [first, ...more];
  versionsOfKinds(classes);
  return {
    addTo: manager => {
      if (manager.webhookServer === false) {
        manager.log.info('conversions are not served: the manager has no webhook server');
        return;
      }
      const converter = manager.shared(CONVERTER, () => {
        const made = new Converter(manager.log.with({ module: 'conversion' }));
        webhookServer(manager).serve(new ConversionEndpoint(made));
        return made;
      });
      converter.add(classes);
      for (const each of classes) declaredWebhooks(manager).addConversion(kindInfo(each));
    },
  };
}
