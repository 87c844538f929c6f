// OpenAPI v3 as the server publishes it: an index, and a document for each group version.
import { createHash } from 'node:crypto';
import type { ResourceType } from '../registry/resource-type.js';
import { componentsOf } from './components.js';
import { pathsOf } from './paths.js';

/** The registry, as far as documents follow from it: the number is another one after each change. */
export interface ServedTypes {
  readonly generation: number;
  all(): readonly ResourceType[];
}

/** The text of a document and the hash of its content. */
export interface OpenApiDocument {
  readonly body: string;
  readonly hash: string;
}

/**
 * What `/openapi/v3` and below answer. A document is built when it is first asked for, and kept until its types change;
 * the same types give the same text.
 *
 * Clients keep documents by their hash for ever, so the index has to know all hashes: building it builds all documents,
 * about a tenth of a second for the built-in kinds.
 */
export class OpenApiDocuments {
  readonly #types: ServedTypes;
  #generation: number | undefined;
  #byPath = new Map<string, readonly ResourceType[]>();
  #documents = new Map<string, { readonly types: readonly ResourceType[]; readonly document: OpenApiDocument }>();

  constructor(types: ServedTypes) {
    this.#types = types;
  }

  /** The body of `/openapi/v3`. */
  index(): object {
    this.#refresh();
    const paths = [...this.#byPath.keys()].sort().map(path => {
      const hash = this.document(path)?.hash ?? '';
      return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }] as const;
    });
    return { paths: Object.fromEntries(paths) };
  }

  /** The document of `api/v1` or `apis/GROUP/VERSION`; undefined when nothing is served there. */
  document(path: string): OpenApiDocument | undefined {
    this.#refresh();
    const types = this.#byPath.get(path);
    if (types === undefined) return undefined;
    const known = this.#documents.get(path);
    // Another change of the registry need not be one of this group version.
    if (known !== undefined && sameItems(known.types, types)) return known.document;
    const document = build(types);
    this.#documents.set(path, { types, document });
    return document;
  }

  #refresh(): void {
    if (this.#generation === this.#types.generation) return;
    this.#generation = this.#types.generation;
    this.#byPath = Map.groupBy(this.#types.all(), ({ group, version }) =>
      group === '' ? `api/${version}` : `apis/${group}/${version}`,
    );
  }
}

function build(types: readonly ResourceType[]): OpenApiDocument {
  const sorted = [...types].sort((a, b) => (a.resource < b.resource ? -1 : 1));
  const custom = sorted.every(type => type.custom);
  const body = JSON.stringify({
    openapi: '3.0.0',
    info: custom
      ? { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' }
      : { title: 'Kubernetes', version: 'unversioned' },
    paths: pathsOf(sorted),
    components: { schemas: componentsOf(sorted) },
  });
  return { body, hash: createHash('sha512').update(body).digest('hex').toUpperCase() };
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
