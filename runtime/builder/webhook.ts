// Joins a class with webhooks to a manager: reads its decorators, and serves its methods at the manager's one server.
import { type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { CertificateSource } from '../certificates/certificate-source.js';
import { certificateSourceOf } from '../certificates/certificate-source-of.js';
import { DeclaredWebhooks } from '../certificates/declared-webhooks.js';
import type { ManagerContext, ManagerPart } from '../manager/manager-context.js';
import { ServiceKey } from '../manager/manager-context.js';
import { collectCertificates } from '../metrics/certificate-metrics.js';
import { collectWebhooks, webhookObservations } from '../metrics/webhook-metrics.js';
import { AdmissionEndpoint } from '../webhook/admission-endpoint.js';
import {
  type AdmissionMethod,
  type Defaulter,
  defaulting,
  type Validator,
  validating,
} from '../webhook/admission-methods.js';
import { admissionRule } from '../webhook/admission-rule.js';
import { admissionPath, servedPath } from '../webhook/webhook-path.js';
import { WebhookServer } from '../webhook/webhook-server.js';
import type { WebhookServerOptions } from '../webhook/webhook-server-options.js';
import { webhookPanics } from './webhook-panics.js';
import { type DeclaredWebhook, webhookDeclaration } from './webhooks.js';

/** The manager's one webhook server: all its webhooks are served at one port, with one certificate. */
export const WEBHOOK_SERVER = new ServiceKey<WebhookServer>('webhook server');

/**
 * The webhooks of a class with `@Defaults`, `@Validates` or both: `manager.add(webhook(new RedisWebhook()))`. They are
 * served by every replica, at the paths that `kubewright generate` writes into the configurations.
 * @throws TypeError when the object's class has neither of the decorators, or lacks their methods
 */
export function webhook(handler: object): ManagerPart {
  const webhooks = servedWebhooks(handler);
  return {
    addTo: manager => {
      if (manager.webhookServer === false) {
        manager.log.info('webhooks are not served: the manager has none', { paths: webhooks.map(({ path }) => path) });
        return;
      }
      const server = webhookServer(manager);
      for (const { path, name, type, declared, info, method } of webhooks) {
        const { client, log } = manager;
        const { url, serviceName, configuration } = declared.options;
        const isOwn = url === undefined && serviceName === undefined;
        if (isOwn) declaredWebhooks(manager).addAdmission(type, configuration);
        const { failurePolicy = 'Fail' } = declared.options;
        const rule = admissionRule(info, declared.options);
        const own = log.with({ module: 'webhook' });
        server.serve(new AdmissionEndpoint({ path, name, rule, failurePolicy, method, client, log: own }));
      }
    },
  };
}

/** The manager's server, which listens if anything asks for it. */
export function webhookServer(manager: ManagerContext): WebhookServer {
  return manager.shared(WEBHOOK_SERVER, () => {
    const options = manager.webhookServer || {};
    const log = manager.log.with({ module: 'webhook' });
    const certificates = certificatesFor(options.certificates, manager);
    const made = new WebhookServer({ ...options, certificates, log, clock: manager.clock });
    manager.addRunnable('webhooks', made);
    made.observe(webhookObservations(manager.metrics));
    collectCertificates(manager.metrics, certificates);
    collectWebhooks(manager.metrics, made.metrics, () => webhookPanics(made.endpoints.values()));
    manager.addReadyCheck('webhook-server', () => {
      if (made.address === undefined) throw new Error('the webhook server does not listen');
    });
    return made;
  });
}

/** In which objects of the API the manager's webhooks stand, so that their `caBundle` can be kept right. */
export function declaredWebhooks(manager: ManagerContext): DeclaredWebhooks {
  return manager.shared(DECLARED_WEBHOOKS, () => new DeclaredWebhooks());
}

export const DECLARED_WEBHOOKS = new ServiceKey<DeclaredWebhooks>('declared webhooks');

function certificatesFor(said: WebhookServerOptions['certificates'], manager: ManagerContext): CertificateSource {
  if (said !== undefined && 'current' in said) return said;
  const { client, clock } = manager;
  const declared = declaredWebhooks(manager);
  const log = manager.log.with({ module: 'certificates' });
  return certificateSourceOf(said, { client, clock, log, objects: () => declared.objects });
}

/** One webhook of a class, and where it is served. */
export interface ServedWebhook {
  readonly type: 'mutating' | 'validating';
  readonly path: string;
  readonly name: string;
  readonly declared: DeclaredWebhook;
  readonly info: KindInfo;
  readonly method: AdmissionMethod;
}

/** @throws TypeError as `webhook` */
export function servedWebhooks(handler: object): readonly ServedWebhook[] {
  const target = handler.constructor;
  const { defaults, validates } = webhookDeclaration(target);
  const methods = handler as Partial<Defaulter> & Validator;
  const served: ServedWebhook[] = [];
  if (defaults !== undefined) {
    if (methods.default === undefined) throw new TypeError(`${target.name} has @Defaults, and no method default`);
    served.push({ ...whereOf(defaults, 'mutate', target.name), method: defaulting(methods as Defaulter) });
  }
  if (validates !== undefined) {
    if ((methods.validateCreate ?? methods.validateUpdate ?? methods.validateDelete) === undefined) {
      throw new TypeError(
        `${target.name} has @Validates, and no method validateCreate, validateUpdate or validateDelete`,
      );
    }
    served.push({ ...whereOf(validates, 'validate', target.name), method: validating(methods, target.name) });
  }
  return served;
}

function whereOf(declared: DeclaredWebhook, verb: 'mutate' | 'validate', className: string) {
  const info = kindInfo(declared.kind);
  const { path, url } = declared.options;
  const said = url === undefined ? path : new URL(url).pathname;
  const decorator = verb === 'mutate' ? '@Defaults' : '@Validates';
  const name = `${decorator}(${info.kind}) of ${className}`;
  const type = verb === 'mutate' ? ('mutating' as const) : ('validating' as const);
  return { type, path: servedPath(said ?? admissionPath(verb, info)), name, declared, info };
}
