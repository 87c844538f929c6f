// Replicas that share self-issued certificates over one simulated API server, in simulated time: they are restarted, their
// clocks run wrong, requests fail, and people spoil the Secret and the caBundles. It sees what is served and not trusted.
import { X509Certificate } from 'node:crypto';
import { kindInfo } from '../decorators/kind.js';
import { jsonPatch } from '../devcluster/patch/json-patch.js';
import { BundleTargets } from '../runtime/certificates/bundle-targets.js';
import type { Follow } from '../runtime/certificates/follow-object.js';
import { type IssuedCertificate, type IssueOptions, issueCertificate } from '../runtime/certificates/issue.js';
import { certificatesIn } from '../runtime/certificates/pem.js';
import { SecretKeeper } from '../runtime/certificates/secret-keeper.js';
import { SelfIssuedCertificates } from '../runtime/certificates/self-issued-certificates.js';
import { ApiError } from '../runtime/client/api-error.js';
import type { Client } from '../runtime/client/client.js';
import type { Clock } from '../runtime/clock/clock.js';
import type { FakeClock } from '../runtime/clock/fake-clock.js';
import { Secret } from '../runtime/kinds/core-v1.js';
import { RecordedLog } from './recorded-log.js';

export const SERVICE = { name: 'redis-webhook-service', namespace: 'redis-system' };
export const SECRET = 'Secret/redis-system/webhook-server-cert';
export const MUTATING = 'MutatingWebhookConfiguration/redis-mutating-webhook-configuration';
export const DEFINITION = 'CustomResourceDefinition/redis.myapp.tangx.in';
const NAMES = {
  mutating: ['redis-mutating-webhook-configuration'],
  validating: ['redis-validating-webhook-configuration'],
  definitions: ['redis.myapp.tangx.in'],
};
export const TARGETS = [MUTATING, 'ValidatingWebhookConfiguration/redis-validating-webhook-configuration', DEFINITION];

type AnyObject = any;

/** Objects by kind and name, with optimistic concurrency, and their followers. */
export class CertificateServer {
  readonly objects = new Map<string, AnyObject>();
  readonly followers = new Map<string, Set<() => void>>();
  /** Of the coming requests, what refuses them: the first one first. */
  readonly refusals: ((verb: string, id: string) => ApiError | undefined)[] = [];
  /** Called after each write, before anybody hears of it. */
  onWrite: () => void = () => {};
  requests = 0;
  #version = 100;

  /** Issuing takes real time, in threads of its own: what is under way. */
  readonly #underWay = new Set<Promise<unknown>>();

  async issuing(options: IssueOptions): Promise<IssuedCertificate> {
    const issued = issueCertificate(options);
    this.#underWay.add(issued);
    try {
      return await issued;
    } finally {
      this.#underWay.delete(issued);
    }
  }

  /**
   * Moves the clock on, from one timer to the next, and waits for what is issued meanwhile.
   * @param look called after each step
   */
  async advance(clock: FakeClock, milliseconds: number, look: () => void = () => {}): Promise<void> {
    const end = clock.monotonic() + milliseconds;
    await this.#settle(clock);
    look();
    while (clock.monotonic() < end) {
      await clock.advance(Math.min(clock.untilNext ?? milliseconds, end - clock.monotonic()));
      await this.#settle(clock);
      look();
    }
  }

  async #settle(clock: FakeClock): Promise<void> {
    await clock.advance(0);
    while (this.#underWay.size > 0) {
      await Promise.all(this.#underWay);
      await clock.advance(0);
    }
  }

  /** As `kubectl apply` of what codegen writes: there is no caBundle in it. */
  applyTargets(): void {
    for (const id of TARGETS) this.put(id, target(id));
  }

  put(id: string, object: AnyObject): AnyObject {
    this.#version += 1;
    const [, name] = id.split(/\/(?=[^/]*$)/) as [string, string];
    const metadata = { ...object.metadata, name, resourceVersion: String(this.#version) };
    const stored = { ...object, metadata };
    this.objects.set(id, stored);
    this.onWrite();
    this.#tell(id);
    return structuredClone(stored);
  }

  delete(id: string): void {
    if (this.objects.delete(id)) this.#tell(id);
  }

  /** @param isCutOff whether none of its requests arrives */
  client(isCutOff: () => boolean = () => false): Pick<Client, 'get' | 'create' | 'update' | 'patchJson'> {
    const idOf = (kind: { readonly name: string }, key: { readonly namespace?: string; readonly name: string }) =>
      [kind.name, ...(key.namespace === undefined ? [] : [key.namespace]), key.name].join('/');
    const present = (verb: string, id: string): AnyObject => {
      const object = this.objects.get(id);
      if (object === undefined) throw certificateRefusal(verb, 404, 'NotFound');
      return object;
    };
    const arrive = async (verb: string, id: string): Promise<void> => {
      this.requests += 1;
      await Promise.resolve();
      if (isCutOff()) throw certificateRefusal(verb, 503, 'ServiceUnavailable');
      const refused = this.refusals[0]?.(verb, id);
      if (refused !== undefined) throw refused;
    };
    return {
      get: async (kind: AnyObject, key: AnyObject) => {
        await arrive('get', idOf(kind, key));
        return structuredClone(present('get', idOf(kind, key)));
      },
      create: async (kind: AnyObject, object: AnyObject) => {
        const id = idOf(kind, object.metadata);
        await arrive('create', id);
        if (this.objects.has(id)) throw certificateRefusal('create', 409, 'AlreadyExists');
        return this.put(id, object);
      },
      update: async (kind: AnyObject, object: AnyObject) => {
        const id = idOf(kind, object.metadata);
        await arrive('update', id);
        if (present('update', id).metadata.resourceVersion !== object.metadata.resourceVersion) {
          throw certificateRefusal('update', 409, 'Conflict');
        }
        return this.put(id, object);
      },
      patchJson: async (kind: AnyObject, key: AnyObject, operations: AnyObject) => {
        const id = idOf(kind, key);
        await arrive('patch', id);
        const object = present('patch', id);
        let patched: AnyObject;
        try {
          patched = jsonPatch(object, operations);
        } catch {
          throw certificateRefusal('patch', 422, 'Invalid');
        }
        return this.put(id, patched);
      },
    } as unknown as Pick<Client, 'get' | 'create' | 'update' | 'patchJson'>;
  }

  follow: Follow = ({ kind, namespace, name }, onChange, signal) => {
    const id = [kind.name, ...(namespace === undefined ? [] : [namespace]), name].join('/');
    const followers = this.followers.get(id) ?? new Set();
    this.followers.set(id, followers.add(onChange));
    return new Promise(resolve => {
      signal.addEventListener('abort', () => {
        followers.delete(onChange);
        resolve();
      });
    });
  };

  /** The caBundles of the entries of ours that there are. */
  bundles(): readonly string[] {
    return TARGETS.flatMap(id => {
      const object = this.objects.get(id);
      const configs = [
        ...(object?.webhooks ?? []).map((each: AnyObject) => each.clientConfig),
        ...(object?.spec?.conversion ? [object.spec.conversion.webhook.clientConfig] : []),
      ].filter((each: AnyObject) => each.service?.name === SERVICE.name);
      return configs.map((each: AnyObject) => Buffer.from(each.caBundle ?? '', 'base64').toString());
    });
  }

  #tell(id: string): void {
    for (const tell of [...(this.followers.get(id) ?? [])]) tell();
  }
}

/** What codegen writes, and beside it an entry for somebody else's Service. */
function target(id: string): AnyObject {
  const entry = (service: object) => ({ service, path: '/x' });
  if (id === DEFINITION) {
    return { metadata: {}, spec: { conversion: { strategy: 'Webhook', webhook: { clientConfig: entry(SERVICE) } } } };
  }
  return {
    metadata: {},
    webhooks: [
      { name: 'others.example.com', clientConfig: { ...entry({ ...SERVICE, name: 'other' }), caBundle: 'b3RoZXI=' } },
      { name: 'own.example.com', clientConfig: entry(SERVICE) },
    ],
  };
}

export interface ReplicaOptions {
  readonly server: CertificateServer;
  readonly clock: Clock;
  readonly lifetime?: number;
  readonly resyncPeriod?: number;
  readonly isCutOff?: () => boolean;
}

/** One process: what it holds in memory goes with it. */
export class Replica {
  readonly log = new RecordedLog();
  readonly source: SelfIssuedCertificates;
  readonly keeper: SecretKeeper;
  readonly targets: BundleTargets;
  readonly changes: string[] = [];
  served: string | undefined;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor({ server, clock, lifetime = 90 * DAY, resyncPeriod, isCutOff }: ReplicaOptions) {
    const client = server.client(isCutOff);
    const common = { client, clock, log: this.log, service: SERVICE };
    const issue = server.issuing.bind(server);
    this.keeper = new SecretKeeper({ ...common, secretName: 'webhook-server-cert', lifetime, issue });
    this.targets = new BundleTargets({ ...common, objects: () => NAMES });
    this.source = new SelfIssuedCertificates({
      keeper: this.keeper,
      targets: this.targets,
      follow: server.follow,
      clock,
      log: this.log,
      ...(resyncPeriod !== undefined && { resyncPeriod }),
    });
    this.source.onChange(async () => {
      this.served = (await this.source.current()).cert;
      this.changes.push(this.served);
    });
    this.#ended = this.source.run(this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }
}

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** A clock that is wrong by so much, and goes on with the others. */
export function wrongClock(clock: FakeClock, offset: number): Clock {
  return {
    now: () => clock.now() + offset,
    monotonic: () => clock.monotonic(),
    setTimer: (delay, callback) => clock.setTimer(delay, callback),
  };
}

/** Whether an API server with this caBundle goes on with a server that shows this certificate, at this time. */
export function isTrusted(cert: string, bundle: string, now: number): boolean {
  const key = `${cert}${bundle}`;
  const times = TIMES.get(key) ?? validTimes(cert, bundle);
  TIMES.set(key, times);
  return times !== undefined && times.from <= now && now < times.until;
}

/** Tests ask the same again and again, and signatures take their time. */
const TIMES = new Map<string, { readonly from: number; readonly until: number } | undefined>();

function validTimes(cert: string, bundle: string) {
  const leaf = new X509Certificate(cert);
  const authority = certificatesIn(bundle).find(
    each => each.ca && leaf.checkIssued(each) && leaf.verify(each.publicKey),
  );
  if (authority === undefined) return undefined;
  const both = [leaf, authority];
  return {
    from: Math.max(...both.map(each => each.validFromDate.getTime())),
    until: Math.min(...both.map(each => each.validToDate.getTime())),
  };
}

export function certificateRefusal(verb: string, code: number, reason: string): ApiError {
  const body = { kind: 'Status', status: 'Failure', code, reason, message: reason, details: { name: 'x' } } as const;
  return new ApiError({ verb, kind: kindInfo(Secret), key: { name: 'x' } }, code, body);
}
