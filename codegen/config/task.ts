// What is to be generated, when all that can be said of it has been said.
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { Config } from './config.js';

/** What a run does, with nothing left open. */
export interface Task {
  /** Absolute. */
  readonly tsconfig: string;
  /** Absolute. */
  readonly outputFolder: string;
  readonly settings: Config & Required<Pick<Config, 'roleName' | 'scaffold' | 'coreDescriptions'>>;
  /** Where the role name was said; of an option that is nowhere else, the tsconfig. */
  readonly roleNameAt: Origin;
  /** What is wrong with the configuration; then there is nothing to run. */
  readonly diagnostics: readonly Diagnostic[];
  /** The package.json that was read; undefined if there is none. */
  readonly manifest: string | undefined;
}
