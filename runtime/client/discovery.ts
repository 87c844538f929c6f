// From the names of kinds to where the server has them.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import { ApiError, type Attempt } from './api-error.js';
import { isNoSuchKind } from './api-reasons.js';
import {
  AGGREGATED,
  type CoreVersions,
  type GroupDiscoveryList,
  type GroupList,
  kindsOfList,
  type ResourceList,
  type ServedVersion,
  versionsOfGroups,
} from './discovery-documents.js';
import { nearbyText } from './nearby-kinds.js';
import type { Requests } from './requests.js';
import { type UntypedKind, untypedKind } from './untyped.js';

/**
 * Finds kinds by what objects call them. Each version of a group is asked for by itself, so that an aggregated API that is
 * down fails only those who want its kinds. What was found is kept; what was not is asked for anew each time, for its CRD may
 * have come. Calls that start together share an answer.
 */
export class Discovery {
  readonly #requests: Requests;
  readonly #known = new Map<string, UntypedKind>();
  readonly #asked = new Map<string, Promise<readonly KindInfo[]>>();

  constructor(requests: Requests) {
    this.#requests = requests;
  }

  /** @throws ApiError that names what is served nearby (`isNoSuchKind`), or that of the server behind the group */
  async kind(apiVersion: string, kind: string, signal?: AbortSignal): Promise<UntypedKind> {
    signal?.throwIfAborted();
    const name = `${apiVersion} ${kind}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const { group, version } = parsedVersion(apiVersion);
    const attempt: Attempt = {
      verb: 'find',
      kind: { group, version, kind, plural: '', scope: 'Cluster' },
    };
    const underWay = this.#asked.get(apiVersion);
    let kinds = await orAborted(underWay ?? this.#ask(attempt, apiVersion), signal);
    let found = kinds.find(each => each.kind === kind);
    // What was asked before this call may be older than the kind.
    if (found === undefined && underWay !== undefined) {
      kinds = await orAborted(this.#asked.get(apiVersion) ?? this.#ask(attempt, apiVersion), signal);
      found = kinds.find(each => each.kind === kind);
    }
    if (found === undefined) throw await orAborted(this.#missing(attempt, kinds.length > 0), signal);
    const made = this.#known.get(name) ?? untypedKind(found);
    this.#known.set(name, made);
    return made;
  }

  /** A definition has gone, and may come again with another plural or scope. */
  forget(info: KindInfo): void {
    this.#known.delete(`${apiVersionOf(info)} ${info.kind}`);
  }

  #ask(attempt: Attempt, apiVersion: string): Promise<readonly KindInfo[]> {
    const asked = this.#kindsOf(attempt).finally(() => this.#asked.delete(apiVersion));
    this.#asked.set(apiVersion, asked);
    return asked;
  }

  /** Those of one version; none where the server has no such version. */
  async #kindsOf(attempt: Attempt): Promise<readonly KindInfo[]> {
    const { group, version } = attempt.kind;
    const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    try {
      return kindsOfList(group, version, await this.#requests.call<ResourceList>(attempt, { method: 'GET', path }));
    } catch (error) {
      if (isNoSuchKind(error)) return [];
      throw error;
    }
  }

  async #missing(attempt: Attempt, isServed: boolean): Promise<ApiError> {
    const { group, version, kind } = attempt.kind;
    const served = await this.#all(attempt).catch((): readonly ServedVersion[] => []);
    const hint = nearbyText(group, version, kind, served);
    const message = `${apiVersionOf(attempt.kind)} ${isServed ? 'has no such kind' : 'is not served'}`;
    return new ApiError({ ...attempt, hint }, 404, { reason: 'NotFound', message });
  }

  /** Everything that is served: in two requests, or one for each version with servers before 1.26. */
  async #all(attempt: Attempt): Promise<readonly ServedVersion[]> {
    const ask = <Answer>(path: string) => this.#requests.call<Answer>(attempt, { method: 'GET', path }, AGGREGATED);
    const answers = await Promise.all([
      ask<GroupDiscoveryList | CoreVersions>('/api'),
      ask<GroupDiscoveryList | GroupList>('/apis'),
    ]);
    const versions = await Promise.all(
      answers.map(answer => {
        return answer.kind === 'APIGroupDiscoveryList' ? versionsOfGroups(answer) : this.#oneByOne(answer);
      }),
    );
    return versions.flat();
  }

  #oneByOne(answer: CoreVersions | GroupList): Promise<readonly ServedVersion[]> {
    const names =
      answer.kind === 'APIVersions'
        ? (answer.versions ?? []).map(version => ({ group: '', version }))
        : (answer.groups ?? []).flatMap(({ name, versions }) => {
            return (versions ?? []).map(({ version }) => ({ group: name, version }));
          });
    return Promise.all(
      names.map(async ({ group, version }) => {
        const attempt: Attempt = { verb: 'find', kind: { group, version, kind: '', plural: '', scope: 'Cluster' } };
        const kinds = await this.#kindsOf(attempt).catch(() => undefined);
        return { group, version, kinds: kinds ?? [], isStale: kinds === undefined };
      }),
    );
  }
}

/** @throws TypeError for what is no apiVersion */
function parsedVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const match = /^(?:([a-z0-9][a-z0-9.-]*)\/)?([a-z0-9][a-z0-9-]*)$/.exec(apiVersion);
  if (match === null) {
    throw new TypeError(`${JSON.stringify(apiVersion)} is no apiVersion: it should be like v1 or apps/v1`);
  }
  return { group: match[1] ?? '', version: match[2] ?? '' };
}

/** What others wait for too is not ended by the signal of one of them. */
async function orAborted<R>(work: Promise<R>, signal: AbortSignal | undefined): Promise<R> {
  if (signal === undefined) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
