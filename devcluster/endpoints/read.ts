// Answers gets and lists.
import { setImmediate } from 'node:timers/promises';
import { PiecewiseBody } from '../http/piecewise-body.js';
import { badRequest, expired, futureResourceVersion } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import type { ResourceType } from '../registry/resource-type.js';
import { type ObjectSelector, objectSelector } from '../selector/object-selector.js';
import { CompactedError, type Store, type StoreList } from '../store/store.js';
import type { StoredObject } from '../store/stored-object.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import type { ApiAnswer, ApiRequest } from './api-request.js';
import { type ContinueToken, decodeContinue, encodeContinue } from './continue-token.js';
import type { ListOptions } from './list-options.js';
import { listPieces } from './list-pieces.js';
import type { ListMetadata, Presentation } from './presentation.js';
import { readRevision } from './revision.js';
import { matchesStored } from './stored-selector.js';

/** Reads objects out of the store. */
export class ReadEndpoint {
  constructor(
    private readonly store: Store,
    private readonly storage: ResourceStorage,
  ) {}

  /** @throws StatusError 404, and for resourceVersions as `list` */
  async get({ type, namespace, name, query }: ApiRequest, presentation: Presentation): Promise<ApiAnswer> {
    const resourceVersion = query.get('resourceVersion') ?? '';
    if (resourceVersion !== '') this.#refuseFuture(readRevision(resourceVersion));
    return { code: 200, body: presentation.object(await this.storage.get(type, namespace, name)) };
  }

  /** @throws StatusError 400, 410 for a state that is gone, 504 for one that is still to come */
  async list(request: ApiRequest, options: ListOptions, presentation: Presentation): Promise<ApiAnswer> {
    const { type } = request;
    const { stored, metadata } = await this.page(request, options, presentation);
    if (presentation.mediaType === 'application/json') {
      const pieces = listPieces(stored, { type, storage: this.storage, presentation, metadata });
      return { code: 200, body: new PiecewiseBody(pieces) };
    }
    const objects = stored.map(({ object }) => this.storage.presented.of(type, object));
    return { code: 200, body: presentation.list(objects, metadata) };
  }

  /**
   * What a list is about.
   * @throws StatusError as `list`
   */
  async page(
    request: ApiRequest,
    options: ListOptions,
    presentation: Presentation,
  ): Promise<{ readonly stored: readonly StoredObject[]; readonly metadata: ListMetadata }> {
    const { type } = request;
    const selector = objectSelector(type, options.labelSelector, options.fieldSelector);
    const token = options.continue === '' ? undefined : decodeContinue(options.continue);
    if (token !== undefined && (options.resourceVersion ?? '0') !== '0') {
      throw badRequest('specifying resource version is not allowed when using continue');
    }
    const revision = token === undefined ? this.#revision(options) : this.#revisionOf(token);
    const limit = options.limit > 0 && options.resourceVersion !== '0' ? options.limit : undefined;
    const page = await this.#page(request, { revision, limit, token, selector });
    if (type.convertedBy !== undefined) await this.#ready(type, page.stored);
    const metadata: ListMetadata = {
      resourceVersion: String(page.revision),
      // Lists of custom resources say so when there is no more, as long as they are whole objects.
      ...(type.custom && presentation.isPlain && { continue: '' }),
      ...(page.next !== undefined && { continue: encodeContinue({ revision: page.revision, after: page.next }) }),
      // With a selector, nobody has counted.
      ...(page.remaining !== undefined && { remainingItemCount: page.remaining }),
    };
    return { stored: page.stored, metadata };
  }

  /** A page is as long as the limit, if so many objects match. */
  async #page(request: ApiRequest, { revision, limit, token, selector }: PageOptions): Promise<Page> {
    const { type } = request;
    if (selector.everything) return this.#read(request, revision, limit, token);
    // Who matches shows only when it is looked at, so all of them are there to be looked at.
    const all = this.#read(request, revision, undefined, token);
    if (type.convertedBy !== undefined) await this.#ready(type, all.stored);
    const found: StoredObject[] = [];
    for (const [index, stored] of all.stored.entries()) {
      // A list is one state, so others may write meanwhile.
      if (selector.byLabels === undefined && (index + 1) % READ_AT_ONCE === 0) await setImmediate();
      if (!matchesStored(selector, this.storage, type, stored)) continue;
      found.push(stored);
      if (found.length !== limit) continue;
      const isLast = index === all.stored.length - 1;
      return { revision: all.revision, stored: found, ...(!isLast && { next: stored.key }) };
    }
    return { revision: all.revision, stored: found };
  }

  async #ready(type: ResourceType, stored: readonly StoredObject[]): Promise<void> {
    await this.storage.presented.ready(
      type,
      stored.map(({ object }) => object),
    );
  }

  #read(
    { type: { storage }, namespace }: ApiRequest,
    revision: number | undefined,
    limit: number | undefined,
    token: ContinueToken | undefined,
  ): Page {
    try {
      return this.store.list(storage, { namespace, revision, limit, after: token?.after });
    } catch (error) {
      if (!(error instanceof CompactedError)) throw error;
      if (token === undefined) throw expired('The resourceVersion for the provided list is too old.');
      throw new StatusError(410, 'Expired', INCONSISTENT, undefined, encodeContinue({ ...token, revision: -1 }));
    }
  }

  /** The state that is asked for; undefined for the newest one. */
  #revision({ resourceVersion, resourceVersionMatch: match, limit }: ListOptions): number | undefined {
    if (resourceVersion === undefined || resourceVersion === '0') return undefined;
    const revision = revisionOf(resourceVersion);
    this.#refuseFuture(revision);
    // Without a match, a limit asks for exactly that state, as etcd served it before there were caches.
    return match === 'Exact' || (match === '' && limit > 0) ? revision : undefined;
  }

  #revisionOf({ revision }: ContinueToken): number | undefined {
    this.#refuseFuture(revision);
    return revision < 0 ? undefined : revision;
  }

  #refuseFuture(revision: number): void {
    if (revision > this.store.revision) throw futureResourceVersion(revision, this.store.revision);
  }
}

/** Objects that are parsed before others have their turn: some milliseconds. */
const READ_AT_ONCE = 100;

type Page = Pick<StoreList, 'revision' | 'stored' | 'next' | 'remaining'>;

interface PageOptions {
  readonly revision: number | undefined;
  readonly limit: number | undefined;
  readonly token: ContinueToken | undefined;
  readonly selector: ObjectSelector;
}

const INCONSISTENT =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted ' +
  'between the time the first chunk was returned and now may show up in the list.';

function revisionOf(text: string): number {
  try {
    return readRevision(text);
  } catch (error) {
    throw badRequest(`invalid resource version: ${(error as Error).message}`);
  }
}
