// Sources mutated from the golden cases, each known by a number.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectedFiles, goldenCases } from '../golden-case.js';
import { chanceOf } from './chance.js';
import { MUTATORS } from './mutators.js';

/** A golden case with one of its files spoilt. */
export interface Mutant {
  /** The same number is the same mutant, as long as the golden cases stay. */
  readonly number: number;
  /** The golden case and its file. */
  readonly from: string;
  /** What was done to it; one of the keys of MUTATORS. */
  readonly kind: string;
  /** The files of the project, by absolute path in a folder that is nowhere. */
  readonly sources: ReadonlyMap<string, string>;
  /** The path of the file that was spoilt. */
  readonly spoilt: string;
}

const GOLDEN = fileURLToPath(new URL('../golden', import.meta.url));
/** Beside the cases, so that its files find what theirs find. */
const FOLDER = join(GOLDEN, 'mutant');

/** The tsconfig of all mutants. */
export const TSCONFIG = join(FOLDER, 'tsconfig.json');

const PLAIN_TSCONFIG = '{ "extends": "../tsconfig.json", "include": ["**/*.ts"] }';
/** Some cases are about the tsconfig; a large one is about its size, and slow. */
const cases = goldenCases().filter(
  name => name !== 'too-large' && read(name, 'tsconfig.json').trim() === PLAIN_TSCONFIG,
);
const kinds = Object.keys(MUTATORS);
const files = new Map(cases.map(name => [name, sourcesOf(name)]));
const all = [...files].flatMap(([name, sources]) => [...sources].map(([path, text]) => ({ name, path, text })));
/** What is to become YAML before it is spoilt. */
const good = all.filter(({ name }) => Object.keys(expectedFiles(name)).some(file => file.endsWith('.yaml')));

/** Every kind of mutation has its turn; one in eight mutants is mutated three times. */
export function mutantOf(number: number): Mutant {
  const chance = chanceOf(number);
  const kind = kinds[number % kinds.length] as string;
  for (;;) {
    const { name, path, text } = chance.of(chance.below(8) === 0 ? all : good) as (typeof all)[number];
    const other = chance.of(all)?.text ?? '';
    let spoilt = MUTATORS[kind]?.(text, chance, other);
    if (spoilt === undefined) continue;
    for (let more = chance.below(8) === 0 ? 2 : 0; more > 0 && spoilt !== ''; more--) {
      spoilt = MUTATORS[chance.of(kinds) ?? '']?.(spoilt, chance, other) ?? spoilt;
    }
    const project = [...(files.get(name) ?? [])].map(([file, content]) => [join(FOLDER, file), content] as const);
    const file = join(FOLDER, path);
    const sources = new Map([...project, [file, spoilt], [TSCONFIG, PLAIN_TSCONFIG]]);
    return { number, from: `${name}/${path}`, kind, sources, spoilt: file };
  }
}

function sourcesOf(name: string): ReadonlyMap<string, string> {
  const paths = readdirSync(join(GOLDEN, name), { recursive: true, encoding: 'utf8' });
  return new Map(paths.filter(path => path.endsWith('.ts')).map(path => [path, read(name, path)]));
}

function read(name: string, path: string): string {
  return readFileSync(join(GOLDEN, name, path), 'utf8');
}
