// What a builder of images would put on top of the base, for machines without one: goes through the steps of the Dockerfile.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, matchesGlob, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { copied, type Instruction, stagesOf } from './dockerfile.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the image has beside its base. */
export interface ImageTree {
  /** What is below it is below `/` in the image. */
  readonly folder: string;
  /** Of all files. */
  readonly bytes: number;
  /** What is started, with paths of the image: `['node', '/app/main.mjs']`. */
  readonly entrypoint: readonly string[];
}

/**
 * Goes through the steps of the Dockerfile. The packages that `npm ci` would install are those of this machine; all other
 * steps are done as they stand there, with nothing but what `COPY` brings and .dockerignore lets through.
 * @param folder where the tree is to be; what is there goes
 * @param context the folder of the Dockerfile; default: the project's
 * @throws Error for a step that fails, or that names what does not exist
 */
export async function assembleImage(folder: string, context: string = ROOT): Promise<ImageTree> {
  const stages = stagesOf(await readFile(join(context, 'Dockerfile'), 'utf8'));
  const work = await mkdtemp(join(tmpdir(), 'kubewright-image-'));
  const build = { context, ignored: await ignoredIn(context), roots: new Map<string, string>() };
  try {
    for (const [index, { name = String(index), instructions }] of stages.entries()) {
      const root = index === stages.length - 1 ? folder : join(work, name);
      await rm(root, { recursive: true, force: true });
      await runStage(instructions, root, build);
      build.roots.set(name, root);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const entrypoint = stages.at(-1)?.instructions.findLast(({ name }) => name === 'ENTRYPOINT');
  return { folder, bytes: await bytesBelow(folder), entrypoint: JSON.parse(entrypoint?.text ?? '[]') };
}

/** What the stages share. */
interface Build {
  readonly context: string;
  /** Patterns of .dockerignore. */
  readonly ignored: readonly string[];
  /** Where the stages are that are done, by their names. */
  readonly roots: ReadonlyMap<string, string>;
}

async function runStage(instructions: readonly Instruction[], root: string, build: Build): Promise<void> {
  let workdir = '/';
  await mkdir(root, { recursive: true });
  for (const { name, text } of instructions) {
    if (name === 'WORKDIR') {
      workdir = resolve(workdir, text);
      await mkdir(join(root, workdir), { recursive: true });
    } else if (name === 'COPY') {
      await copy(text, root, workdir, build);
    } else if (name === 'RUN') {
      await run(text, join(root, workdir));
    }
  }
}

/** A folder brings what is in it; a file goes into a folder that is there, or that a slash at its end says. */
async function copy(text: string, root: string, workdir: string, { context, ignored, roots }: Build): Promise<void> {
  const { from, sources, to } = copied(text);
  const base = from === undefined ? context : roots.get(from);
  if (base === undefined) throw new Error(`COPY ${text}: there is no stage ${from}`);
  const isIgnored = (path: string): boolean =>
    from === undefined &&
    ancestors(relative(base, path)).some(each => ignored.some(pattern => matchesGlob(each, pattern)));
  for (const source of sources) {
    const path = join(base, source);
    if (isIgnored(path)) throw new Error(`COPY ${text}: .dockerignore leaves ${source} out`);
    const place = join(root, resolve(workdir, to));
    const isInto = !(await stat(path)).isDirectory() && (to.endsWith('/') || (await isFolder(place)));
    const target = isInto ? join(place, basename(source)) : place;
    await mkdir(dirname(target), { recursive: true });
    await cp(path, target, { recursive: true, filter: each => !isIgnored(each) });
  }
}

/** `a/b/c` is left out with `a`, too. */
function ancestors(path: string): string[] {
  const steps = path.split(sep);
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}

async function run(command: string, cwd: string): Promise<void> {
  if (/^npm ci\b/.test(command)) {
    await symlink(join(ROOT, 'node_modules'), join(cwd, 'node_modules'), 'junction');
    return;
  }
  const [program = '', ...args] = command.split(/\s+/);
  // What vitest and npm have set is no business of a build.
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|npm_|NODE_)/.test(name));
  // The base has a Node of its own; this one stands for it.
  const path = program === 'node' ? process.execPath : program;
  await promisify(execFile)(path, args, { cwd, env: Object.fromEntries(kept) });
}

async function ignoredIn(context: string): Promise<readonly string[]> {
  const lines = (await readFile(join(context, '.dockerignore'), 'utf8')).split('\n');
  return lines.filter(line => line !== '' && !line.startsWith('#'));
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile());
  const sizes = await Promise.all(files.map(async file => (await stat(join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
