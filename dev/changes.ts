// What a change of files means for what runs.
import { extname, join, sep } from 'node:path';

/** What there is when files change. */
export interface Situation {
  /** The folder of the tsconfig. */
  readonly root: string;
  readonly tsconfig: string;
  /** What the tsconfig extends. */
  readonly extended: readonly string[];
  /** Where the project's compiler writes to: what changes there is no source. */
  readonly outFolder: string | undefined;
  /** What the operator has imported; undefined while none runs. */
  readonly loaded: ReadonlySet<string> | undefined;
}

/** What has to happen. */
export interface Consequence {
  /** Whether to build anew: sources, or how they are read, have changed. */
  readonly build: boolean;
  /** Whether the operator has to start anew even if its definitions stay as they are. */
  readonly restart: boolean;
}

/**
 * A source is always built: it may declare something. The operator starts anew for what it has imported, and for what
 * says how to build it. While none runs any source may be what it lacked.
 */
export function consequenceOf(
  changed: Iterable<string>,
  { root, tsconfig, extended, outFolder, loaded }: Situation,
): Consequence {
  const settings = new Set([tsconfig, ...extended, join(root, 'package.json')]);
  let build = false;
  let restart = false;
  for (const path of changed) {
    if (outFolder !== undefined && path.startsWith(outFolder + sep)) continue;
    const isSetting = settings.has(path);
    const isLoaded = loaded?.has(path) ?? false;
    const isSource = SOURCES.has(extname(path));
    build ||= isSetting || isSource || isLoaded;
    restart ||= isSetting || isLoaded || (isSource && loaded === undefined);
  }
  return { build, restart };
}

const SOURCES = new Set(['.ts', '.mts', '.cts', '.tsx']);
