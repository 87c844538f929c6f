// What single kinds do in their own way when they are written. Whatever a kind does not say goes by the generic rules.
import type { ApiObject } from '../object/api-object.js';
import type { FieldError } from '../object/field-error.js';

/** A kind's own rules. All functions are pure; objects come defaulted. */
export interface KindRules {
  /** Whether an update may leave the resourceVersion out. Default: true for built-in kinds, false for custom ones. */
  readonly unconditionalUpdate?: boolean;
  /** Whether an update of an object that is not there creates it. Default: false. */
  readonly createOnUpdate?: boolean;
  /** Whether the server counts generations. Default: true for custom kinds, false for built-in ones. */
  readonly generation?: boolean;
  /** What is wrong with a name; `prefix` for a generateName. Default: a DNS subdomain is asked for. */
  readonly nameErrors?: (name: string, prefix: boolean) => readonly string[];
  /** Changes what is to be created, before it is validated. */
  readonly prepareForCreate?: (object: ApiObject) => ApiObject;
  /** Changes what is to be stored through the resource itself, before it is validated. */
  readonly prepareForUpdate?: (object: ApiObject, old: ApiObject) => ApiObject;
  /** What is wrong beside what the schema says; `old` for an update. */
  readonly validate?: (object: ApiObject, old: ApiObject | undefined) => readonly FieldError[];
  /** The metadata that a write through the status subresource leaves as it is. Default: all of custom kinds, none of others. */
  readonly keptByStatus?: 'all' | readonly ('labels' | 'ownerReferences')[];
  /** What is wrong with what is written through the status subresource. */
  readonly validateStatus?: (object: ApiObject) => readonly FieldError[];
  /** Under which group refusals name the kind. Default: its own. */
  readonly validatedAs?: { readonly group: string };
  /** What the writer shall know though the object is accepted. */
  readonly warnings?: (object: ApiObject, old: ApiObject | undefined) => readonly string[];
  /**
   * How many seconds a deleted object stays for somebody else to end it. Undefined: such objects go at once.
   * @param requested what the delete asks for
   */
  readonly gracePeriod?: (object: ApiObject, requested: number | undefined) => number | undefined;
  /** That dependents stay when a delete does not say what becomes of them; with what is told to whoever does not say it. */
  readonly orphans?: { readonly warning?: string };
  /** Whether an object may be taken out once it is deleted and has no finalizers in its metadata. Default: always. */
  readonly releasable?: (object: ApiObject) => boolean;
  /** Marks what a first deletion changes beside the metadata: the phase of a Namespace. */
  readonly prepareForDelete?: (object: ApiObject) => ApiObject;
}
