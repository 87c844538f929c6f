// What happens while developing, for those who print it.
import type { Diagnostic, GeneratedFile } from '../codegen/index.js';
import type { Applied } from './apply.js';
import type { OperatorEnd } from './operator-process.js';

/** In the order in which a start without mistakes tells of them. */
export type DevEvent =
  /** The API server answers. */
  | { readonly type: 'serving'; readonly url: string; readonly kubeconfig: string; readonly dataFolder?: string }
  /** Errors among them mean that nothing was written or applied. */
  | { readonly type: 'diagnostics'; readonly diagnostics: readonly Diagnostic[] }
  /** Manifests that were written or removed. */
  | { readonly type: 'generated'; readonly files: readonly GeneratedFile[] }
  /** A definition is no longer generated; the cluster keeps it, and its objects. */
  | { readonly type: 'orphaned'; readonly definition: string }
  /** Objects that are in the cluster now, and were not so before. */
  | { readonly type: 'applied'; readonly objects: readonly Applied[] }
  | { readonly type: 'started'; readonly entry: string; readonly pid: number | undefined; readonly again: boolean }
  /** Everything that a start is for has happened. */
  | { readonly type: 'ready' }
  /** The operator has ended by itself. */
  | { readonly type: 'ended'; readonly end: OperatorEnd; readonly entry: string }
  /** The operator did not end when asked to. */
  | { readonly type: 'killed' }
  /** What has changed concerns neither manifests nor operator. */
  | { readonly type: 'unconcerned'; readonly changed: readonly string[] }
  /** Something could not be done; what runs goes on running. */
  | { readonly type: 'failed'; readonly error: unknown }
  /** After errors: whether an operator of before goes on. */
  | { readonly type: 'waiting'; readonly operator: boolean }
  | { readonly type: 'stopping' };
