// Objects and lists in the form that a client asks for: as they are, as a Table, or their metadata alone.
import { type Negotiated, negotiated } from '../http/negotiation.js';
import type { ApiObject } from '../object/api-object.js';
import { without } from '../object/json.js';
import { badRequest } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { ApiRequest } from './api-request.js';

/** The metadata of a list. */
export interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** Makes answers of objects. One per request: of the Tables of a watch only the first has columns. */
export class Presentation {
  readonly mediaType: Negotiated['mediaType'];
  readonly #form: Negotiated;
  readonly #include: string;
  #columnsTold = false;

  /** @throws StatusError 406, 400 */
  constructor(
    private readonly type: ResourceType,
    { headers, query }: Pick<ApiRequest, 'headers' | 'query'>,
    private readonly now: () => number,
    /** Whether events are answered. */
    streams = false,
  ) {
    this.#form = negotiated(headers.accept, streams);
    this.mediaType = this.#form.mediaType;
    this.#include = query.get('includeObject') ?? '';
    if (this.#form.form === 'table' && !['', 'None', 'Metadata', 'Object'].includes(this.#include)) {
      const why = `Invalid value: ${JSON.stringify(this.#include)}: must be 'Metadata', 'Object', 'None', or empty`;
      throw badRequest(`Unable to convert to Table as requested: includeObject: ${why}`);
    }
  }

  /** Whether objects are shown as they are. */
  get isPlain(): boolean {
    return this.#form.form === 'object';
  }

  /** Names what an object is made into, when that depends on nothing but the object. */
  get sharedForm(): string | undefined {
    const { form, version } = this.#form;
    if (form === 'table') return undefined;
    return `${this.mediaType} ${this.type.group}/${this.type.version} ${form} ${version}`;
  }

  /** @throws StatusError 406 when the metadata of a list was asked for */
  object(object: ApiObject): object {
    if (this.#form.form === 'partialList') {
      throw notAsRequested('PartialObjectMetadataList', `is not a list (${goType(this.type, this.type.kind)})`);
    }
    return this.event(object);
  }

  /** The object of an event. */
  event(object: ApiObject): object {
    if (this.#form.form === 'table') return this.#table([object], { resourceVersion: object.metadata.resourceVersion });
    return this.isPlain ? object : this.#partial(object);
  }

  /** @throws StatusError 406 when the metadata of one object was asked for */
  list(objects: readonly ApiObject[], metadata: ListMetadata): object {
    const { group, version, listKind } = this.type;
    if (this.#form.form === 'table') return this.#table(objects, metadata);
    if (this.#form.form === 'partial') {
      throw notAsRequested('PartialObjectMetadata', `is a list (${goType(this.type, listKind)})`);
    }
    const items = objects.map(object => this.item(object));
    if (this.#form.form === 'partialList') {
      // Go writes no items as null here.
      const shown = items.length === 0 ? null : items;
      return { kind: 'PartialObjectMetadataList', apiVersion: this.#metaVersion, metadata, items: shown };
    }
    const apiVersion = group === '' ? version : `${group}/${version}`;
    return { kind: listKind, apiVersion, metadata, items };
  }

  /** An item of `list`, or a row of a Table. */
  item(object: ApiObject): object {
    if (this.#form.form === 'table') return this.#row(object, new Date(this.now()));
    if (!this.isPlain) return this.#partial(object);
    // Go leaves the types of the items out where the type of the list tells them.
    return this.type.custom ? object : without(object, 'apiVersion', 'kind');
  }

  /** The object of a BOOKMARK event: nothing but a revision. */
  bookmark(metadata: ListMetadata): object {
    const { group, version, kind } = this.type;
    const apiVersion = group === '' ? version : `${group}/${version}`;
    if (this.#form.form === 'table') {
      const { resourceVersion } = metadata;
      const empty = { ...this.type.empty?.(), metadata: { name: '' } } as ApiObject;
      const cells = this.type.printer.cells(empty, new Date(this.now()));
      const object = { kind: 'PartialObjectMetadata', apiVersion: this.#metaVersion, metadata };
      return { ...this.#table([], { resourceVersion }), rows: [{ cells, object }] };
    }
    if (!this.isPlain) return { kind: 'PartialObjectMetadata', apiVersion: this.#metaVersion, metadata };
    return { kind, apiVersion, metadata };
  }

  get #metaVersion(): string {
    return `meta.k8s.io/${this.#form.version}`;
  }

  #table(objects: readonly ApiObject[], metadata: object): object {
    const now = new Date(this.now());
    const { columns } = this.type.printer;
    const definitions = columns.map(({ name, type, format = '', description = '', priority = 0 }) => ({
      name,
      type,
      format,
      description,
      priority,
    }));
    const columnDefinitions = this.#columnsTold ? null : definitions;
    this.#columnsTold = true;
    const rows = objects.map(object => this.#row(object, now));
    return { kind: 'Table', apiVersion: this.#metaVersion, metadata, columnDefinitions, rows };
  }

  #row(object: ApiObject, now: Date): object {
    const { printer } = this.type;
    const conditions = printer.conditions?.(object) ?? [];
    return {
      cells: printer.cells(object, now),
      ...(conditions.length > 0 && { conditions }),
      object: this.#include === 'None' ? null : this.#include === 'Object' ? object : this.#partial(object),
    };
  }

  #partial({ metadata }: ApiObject): object {
    return { kind: 'PartialObjectMetadata', apiVersion: this.#metaVersion, metadata };
  }
}

function notAsRequested(asked: string, but: string): StatusError {
  const message = `you requested ${asked}, but the requested object ${but}`;
  return new StatusError(406, 'NotAcceptable', message);
}

/** The Go type that a real server has for a kind: the Events of both groups are those of the core. */
function goType({ group, custom }: ResourceType, kind: string): string {
  if (custom) return kind.endsWith('List') ? '*unstructured.UnstructuredList' : '*unstructured.Unstructured';
  const [first = ''] = group.split('.');
  return `*${first === '' || first === 'events' ? 'core' : first}.${kind}`;
}
