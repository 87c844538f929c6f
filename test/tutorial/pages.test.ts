// The pages of the tutorial: what they tell to write compiles in each chapter, what they tell to do is told unmistakably, and their links lead somewhere.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ts } from '../../codegen/read/compiler.js';
import { compiledPieces } from '../compiled-pieces.js';
import { stepsOf, withOutputs } from './page.js';
import { type Files, withStep } from './saved-files.js';
import { FOLDER, tutorialPages } from './tutorial-pages.js';

const pages = tutorialPages();
const chapters = filesByChapter();

/** What the pages say does not compile. */
const MISTAKES = [
  ["'.status.readyReplicas'", "'.status.readyReplica'"],
  ['@MinLength(1)', '@Minimum(0)'],
  ['@Default(1)', "@Default('many')"],
] as const;

describe('the tutorial', () => {
  it('has a chapter for each row of its contents, in their order', () => {
    const rows = [...readFileSync(`${FOLDER}README.md`, 'utf8').matchAll(/^\| \d+ \| \[.*?\]\((.*?)\)/gm)];
    expect(rows.map(([, name]) => name)).toEqual(pages.map(({ name }) => name));
    expect(pages.length).toBe(12);
  });

  it('compiles at the end of each chapter, and would not with a mistake', { timeout: 240_000 }, () => {
    const tsconfig = chapters[0]?.files.get('tsconfig.json') ?? '';
    const { compilerOptions } = ts.parseConfigFileTextToJson('tsconfig.json', tsconfig).config;
    const blocks = chapters.flatMap(({ name, files }) =>
      [...files]
        .filter(([path]) => path.endsWith('.ts'))
        .map(([path, text]) => `// test/tutorial/${name}/${path}\n${text}`),
    );
    const api = blocks.findLast(block => block.includes('/api/v1/redis.ts\n')) ?? '';
    const wrong = MISTAKES.map(([right, mistake], at) => {
      expect(api).toContain(right);
      return api.replace('/redis.ts\n', `/wrong-${at}.ts\n`).replace(right, mistake);
    });
    const found = compiledPieces('', [], [...blocks, ...wrong], compilerOptions);
    expect(found.filter(({ piece }) => !wrong.includes(piece))).toEqual([]);
    expect(new Set(found.map(({ piece }) => piece))).toEqual(new Set(wrong));
    expect(blocks.length).toBeGreaterThan(50);
  });

  it('shows what follows from each command, and runs commands in each chapter', () => {
    for (const { name, steps } of pages) {
      const commands = steps.filter(step => step.type === 'command');
      expect(commands.filter(({ output }) => output !== '').length, name).toBeGreaterThan(2);
    }
  });

  it.each(['README.md', ...pages.map(({ name }) => name)])('links to what is there: %s', name => {
    const links = [...readFileSync(FOLDER + name, 'utf8').matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter(target => !leadsSomewhere(target))).toEqual([]);
  });

  it('is linked from the first operator', () => {
    expect(readFileSync(`${FOLDER}../guides/first-operator.md`, 'utf8')).toContain('../tutorial/README.md');
  });
});

describe('a page', () => {
  const page = ['# A', '```ts', '// a.ts', 'one', 'two', '```', '```console', '$ x', 'old', '$ y', '```', ''].join(
    '\n',
  );

  it('is read as files and commands with their outputs', () => {
    expect(stepsOf(page)).toMatchObject([
      { type: 'file', path: 'a.ts', text: '// a.ts\none\ntwo\n' },
      { type: 'command', command: 'x', output: 'old' },
      { type: 'command', command: 'y', output: '' },
    ]);
  });

  it('gets other outputs in their places', () => {
    const commands = stepsOf(page).filter(step => step.type === 'command');
    const outputs = new Map(commands.map(command => [command, `${command.command} 1\n${command.command} 2`]));
    const written = withOutputs(page, outputs);
    expect(written).toBe(page.replace('$ x\nold\n$ y', '$ x\nx 1\nx 2\n$ y\ny 1\ny 2'));
  });

  it.each([
    ['a block that is no file', '```ts\nlet a;\n```', 'line 1: the block does not say which file it is'],
    ['a change of nobody knows what', '```diff\n+a\n```', 'line 1: a change begins with --- and the path of its file'],
    ['a block without an end', '```ts\n// a.ts', 'line 1: the block does not end'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => stepsOf(text)).toThrow(message);
  });
});

describe('a change', () => {
  const file = { type: 'file', path: 'a.ts', text: 'one\ntwo\ntwo\nthree\n', line: 1 } as const;
  const files = withStep(new Map(), file);
  const change = (...lines: readonly string[]) => {
    const [step] = stepsOf(['```diff', '--- a.ts', ...lines, '```'].join('\n'));
    if (step?.type !== 'change') throw new Error('it is a change');
    return withStep(files, step).get('a.ts');
  };

  it('is made in each of its places', () => {
    expect(change(' one', '-two', '+2', '@@', ' three', '+four')).toBe('one\n2\ntwo\nthree\nfour\n');
  });

  it.each([
    ['could be in two places', ['-two'], 'this is there 2 times'],
    ['is of lines that are not there', ['-five'], 'this is there 0 times'],
  ])('is refused where it %s', (_, lines, message) => {
    expect(() => change(...lines)).toThrow(message);
  });
});

function filesByChapter(): readonly { readonly name: string; readonly files: Files }[] {
  let files: Files = new Map();
  return pages.map(({ name, steps }) => {
    for (const step of steps) if (step.type !== 'command') files = withStep(files, step);
    return { name: name.replace('.md', ''), files };
  });
}

function leadsSomewhere(target: string): boolean {
  const [path = '', heading] = target.split('#');
  const file = new URL(path, `file://${FOLDER}`);
  if (!existsSync(fileURLToPath(file))) return false;
  if (heading === undefined) return true;
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text);
  return headings.some(
    text =>
      text
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-') === heading,
  );
}
