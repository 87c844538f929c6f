// The pages of the tutorial: what they tell to write compiles in each chapter, what they tell to do is told unmistakably, and their links lead somewhere.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ts } from '../../codegen/read/compiler.js';
import { compiledPieces } from '../compiled-pieces.js';
import { leadsSomewhere, linksOf } from '../page-links.js';
import { type Line, stepsOf, withOutputs } from './page.js';
import { type Files, textOf, withStep } from './saved-files.js';
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
    const tsconfig = textOf(chapters[0]?.files.get('tsconfig.json') ?? []);
    const { compilerOptions } = ts.parseConfigFileTextToJson('tsconfig.json', tsconfig).config;
    const blocks = new Map<string, readonly Line[]>(
      chapters.flatMap(({ name, files }) =>
        [...files]
          .filter(([path]) => path.endsWith('.ts'))
          .map(([path, lines]) => [`// test/tutorial/${name}/${path}\n${textOf(lines)}`, lines] as const),
      ),
    );
    const api = [...blocks.keys()].findLast(block => block.includes('/api/v1/redis.ts\n')) ?? '';
    const wrong = MISTAKES.map(([right, mistake], at) => {
      expect(api).toContain(right);
      return api.replace('/redis.ts\n', `/wrong-${at}.ts\n`).replace(right, mistake);
    });
    const found = compiledPieces('', [], [...blocks.keys(), ...wrong], compilerOptions);
    const places = found
      .filter(({ piece }) => !wrong.includes(piece))
      // The first line of a block says where it is.
      .map(({ piece, line, message }) => `${blocks.get(piece)?.[line - 2]?.place}: ${message}`);
    expect([...new Set(places)]).toEqual([]);
    expect(new Set(found.map(({ piece }) => piece))).toEqual(new Set(wrong));
    expect(blocks.size).toBeGreaterThan(50);
  });

  it('shows what follows from each command, and runs commands in each chapter', () => {
    for (const { name, steps } of pages) {
      const commands = steps.filter(step => step.type === 'command');
      expect(commands.filter(({ output }) => output !== '').length, name).toBeGreaterThan(2);
    }
  });

  it.each(['README.md', ...pages.map(({ name }) => name)])('links to what is there: %s', name => {
    const links = linksOf(readFileSync(FOLDER + name, 'utf8'));
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter(target => !leadsSomewhere(target, new URL(name, `file://${FOLDER}`)))).toEqual([]);
  });

  it('is linked from the first operator', () => {
    expect(readFileSync(`${FOLDER}../guides/first-operator.md`, 'utf8')).toContain('../tutorial/README.md');
  });
});

describe('a page', () => {
  const page = ['# A', '```ts', '// a.ts', 'one', 'two', '```', '```console', '$ x', 'old', '$ y', '```', ''].join(
    '\n',
  );

  it('is read as files and commands with their outputs, and where they stand', () => {
    const lines = ['// a.ts', 'one', 'two'].map((text, at) => ({ text, place: `a.md:${at + 3}` }));
    expect(stepsOf(page, 'a.md')).toMatchObject([
      { type: 'file', path: 'a.ts', lines, place: 'a.md:2' },
      { type: 'command', command: 'x', output: 'old', place: 'a.md:8' },
      { type: 'command', command: 'y', output: '', place: 'a.md:10' },
    ]);
  });

  it('gets other outputs in their places', () => {
    const commands = stepsOf(page, 'a.md').filter(step => step.type === 'command');
    const outputs = new Map(commands.map(command => [command, `${command.command} 1\n${command.command} 2`]));
    const written = withOutputs(page, outputs);
    expect(written).toBe(page.replace('$ x\nold\n$ y', '$ x\nx 1\nx 2\n$ y\ny 1\ny 2'));
  });

  it.each([
    ['a block that is no file', '```ts\nlet a;\n```', 'a.md:1: the block does not say which file it is'],
    ['a change of nobody knows what', '```diff\n+a\n```', 'a.md:1: a change begins with --- and the path of its file'],
    ['a change with a line of no sign', '```diff\n--- a.ts\na\n```', 'a.md:3: a line of a change begins with -, +'],
    ['a block without an end', '\n```ts\n// a.ts', 'a.md:2: the block does not end'],
    ['a block without a language', '```\na\n```', 'a.md:1: a block begins at the margin'],
    ['a block in a list', '- a\n  ```ts\n  // a.ts\n  ```', 'a.md:2: a block begins at the margin'],
    ['a block in a quotation', '> ```ts\n> // a.ts\n> ```', 'a.md:1: a block begins at the margin'],
    ['a block in tildes', '~~~ts\n// a.ts\n~~~', 'a.md:1: a block begins at the margin'],
    ['a console of another cluster', '```console rael\n$ a\n```', 'a.md:1: a console is `console`, or `console real`'],
    ['a console without a command', '```console\na\n```', 'a.md:1: a console begins with a command'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => stepsOf(text, 'a.md')).toThrow(message);
  });
});

describe('a change', () => {
  const files = savedBy(new Map(), '```ts a.ts', 'one', 'two', 'two', '', 'three', '```');
  const change = (...lines: readonly string[]) => savedBy(files, '```diff', '--- a.ts', ...lines, '```').get('a.ts');

  it('is made in each of its places', () => {
    const changed = change(' one', '-two', '+2', '@@', '', ' three', '+four');
    expect(textOf(changed ?? [])).toBe('one\n2\ntwo\n\nthree\nfour\n');
  });

  it('leaves of each line where it is from', () => {
    const places = change('+zero', ' one', '-two', '+2')?.map(({ text, place }) => `${text} ${place}`);
    expect(places).toEqual(['zero a.md:3', 'one a.md:2', '2 a.md:6', 'two a.md:4', ' a.md:5', 'three a.md:6']);
  });

  it.each([
    ['could be in two places', ['-two'], 'a.md:3: in a.ts this is there 2 times:\ntwo'],
    ['is of lines that are not there', [' one', '@@', '-five'], 'a.md:5: in a.ts this is there 0 times:\nfive'],
    ['is of a part of a line', ['-thre'], 'this is there 0 times'],
    ['does not say where', ['+six'], 'this is there 5 times'],
  ])('is refused where it %s', (_, lines, message) => {
    expect(() => change(...lines)).toThrow(message);
  });

  it('is refused where there is no such file', () => {
    expect(() => savedBy(new Map(), '```diff', '--- a.ts', '+a', '```')).toThrow('a.md:1: there is no a.ts yet');
  });
});

/** The files after a page of these lines. */
function savedBy(files: Files, ...lines: readonly string[]): Files {
  return stepsOf(lines.join('\n'), 'a.md').reduce(
    (now, step) => (step.type === 'command' ? now : withStep(now, step)),
    files,
  );
}

function filesByChapter(): readonly { readonly name: string; readonly files: Files }[] {
  let files: Files = new Map();
  return pages.map(({ name, steps }) => {
    for (const step of steps) if (step.type !== 'command') files = withStep(files, step);
    return { name: name.replace('.md', ''), files };
  });
}
