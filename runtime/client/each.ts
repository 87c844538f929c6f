// All objects of a kind, page by page.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { ApiError } from './api-error.js';
import { isExpired } from './api-reasons.js';
import type { Client, List, ListOptions } from './client.js';

/** The size of client-go's pages. */
const PAGE = 500;

/**
 * The objects that a list answers, one after the other, asked for in pages of `limit` (default 500), so that no more than a
 * page is in memory: `for await (const pod of each(client, Pod, { namespace })) ...`. All pages show the same moment, as
 * long as the server keeps it (some 5 minutes). If that has passed, the rest is given as it is by then: an object that was
 * there all the time comes once in any case. client-go's pager ends with an error there.
 */
export async function* each<T extends KubernetesObject>(
  client: Pick<Client, 'list'>,
  kind: Kind<T>,
  options: Omit<ListOptions, 'continue'> = {},
): AsyncGenerator<Snapshot<T>, void, undefined> {
  for await (const page of pages(client, kind, options)) yield* page.items;
}

/** The same, page by page. Where the moment was not kept, the version of the last page is the newest. */
export async function* pages<T extends KubernetesObject>(
  client: Pick<Client, 'list'>,
  kind: Kind<T>,
  options: Omit<ListOptions, 'continue'> = {},
): AsyncGenerator<List<T>, void, undefined> {
  const { resourceVersion, resourceVersionMatch, limit = PAGE, ...rest } = options;
  const same = { limit, ...rest };
  // The later pages are of the version of the first.
  let page: List<T> | undefined = await client.list(kind, { ...same, resourceVersion, resourceVersionMatch });
  while (page !== undefined) {
    yield page;
    const next: string | undefined = page.metadata.continue || undefined;
    page = next === undefined ? undefined : await pageAt(next);
  }

  async function pageAt(next: string): Promise<List<T>> {
    try {
      return await client.list(kind, { ...same, continue: next });
    } catch (error) {
      const rest = isExpired(error) ? (error as ApiError).continue : undefined;
      if (rest === undefined) throw error;
      return client.list(kind, { ...same, continue: rest });
    }
  }
}
