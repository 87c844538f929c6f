import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifests } from './read-manifests.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubewright-manifests-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

function names(path = '.'): readonly (string | undefined)[] {
  return readManifests(join(folder, path)).map(({ manifest }) => manifest.metadata.name);
}

describe('readManifests', () => {
  it('reads all documents of all YAML files of a folder and below, in the order of kubectl', () => {
    put('b.yaml', `---\n${object('b1')}---\n# nothing\n---\n${object('b2')}---\n`);
    put('a.yml', object('a'));
    put('a/c.yaml', object('below'));
    put('c/d.json', JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'd' } }));
    put('readme.md', 'no manifest');
    expect(names()).toEqual(['below', 'a', 'b1', 'b2', 'd']);
  });

  it('says in which file each stands', () => {
    put('a.yaml', object('a'));
    expect(readManifests(folder).map(({ file }) => file)).toEqual([join(folder, 'a.yaml')]);
  });

  it('reads one file, whatever its name', () => {
    put('objects', object('a'));
    expect(names('objects')).toEqual(['a']);
  });

  it('takes lists apart', () => {
    const items = ['a', 'b'].map(name => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }));
    put('a.yaml', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    put('b.yaml', JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMapList', metadata: {}, items: [] }));
    expect(names()).toEqual(['a', 'b']);
  });

  it('follows links to files, and not to folders, which may lead back', () => {
    put('elsewhere/a.yaml', object('a'));
    put('here/b.yaml', object('b'));
    symlinkSync(join(folder, 'elsewhere/a.yaml'), join(folder, 'here/a.yaml'));
    symlinkSync(join(folder, 'here'), join(folder, 'here/again'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'here/lost.yaml'));
    expect(names('here')).toEqual(['a', 'b']);
  });

  it.each([
    ['with its kind', 'parts.yaml', 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'],
    ['with nothing but its name', 'kustomization.yaml', 'resources: [a.yaml]\n'],
    ['to tell it where names stand', 'kustomizeconfig.yaml', 'nameReference: []\n'],
  ])('leaves out what is written for kustomize, %s', (_, name, text) => {
    put('a.yaml', object('a'));
    put(name, text);
    expect(names()).toEqual(['a']);
  });

  // What kubectl 1.36 makes of them.
  it.each<[string, unknown]>([
    ...(['0644', '0o644', '0O644'] as const).map((text): [string, unknown] => [text, 0o644]),
    ...(['yes', 'on', 'True', 'y'] as const).map((text): [string, unknown] => [text, true]),
    ...(['no', 'Off', 'N'] as const).map((text): [string, unknown] => [text, false]),
    ...(['1:30', '12:30:45', '2001-01-01', '_1', '0b', '1e', 'tRue', '='] as const).map((text): [string, unknown] => [
      text,
      text,
    ]),
    ['1_000', 1000],
    ['-017', -15],
    ['0X1f', 31],
    ['-0x1F', -31],
    ['0B11', 3],
    ['+12', 12],
    ['08', 8],
    ['0', 0],
    ['-0', 0],
    ['1e3', 1000],
    ['.5', 0.5],
    ['~', null],
    ['"0644"', '0644'],
    ["'on'", 'on'],
  ])('reads %s as kubectl does', (text, value) => {
    put('a.yaml', `${object('a')}value: ${text}\n`);
    expect(readManifests(folder)[0]?.manifest).toHaveProperty('value', value);
  });

  it('merges what << names', () => {
    put('a.yaml', `${object('a')}one: &one { a: 1 }\ntwo: { <<: *one, b: 2 }\n`);
    expect(readManifests(folder)[0]?.manifest).toHaveProperty('two', { a: 1, b: 2 });
  });

  it('merges in the order in which things are written, as kubectl does', () => {
    put('a.yaml', `${object('a')}one: &one { a: 1 }\ntwo: { a: 2, <<: *one }\nthree: { <<: *one, a: 3 }\n`);
    const [{ manifest } = {}] = readManifests(folder);
    expect(manifest).toMatchObject({ two: { a: 1 }, three: { a: 3 } });
  });

  it('lets brackets close where their key begins', () => {
    put('a.yaml', `${object('a')}spec:\n  args: [\n    x,\n  ]\n`);
    expect(readManifests(folder)[0]?.manifest).toHaveProperty('spec', { args: ['x'] });
  });

  it('takes an object that is to get its name from the server', () => {
    put('a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  generateName: a-\n');
    expect(names()).toEqual([undefined]);
  });

  it.each([
    ['that does not parse', 'a: [', 'no YAML'],
    ['that holds one word', 'word\n', 'and this is "word"'],
    ['that is a list of words', '- a\n', 'and this is ["a"]'],
    ['without a name', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n', 'metadata with a name'],
    ['without metadata', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n', 'metadata with a name'],
    ['with a key that is there twice', `${object('a')}a: 1\na: 2\n`, 'line 6: key "a" already set in map'],
    ['with an alias of nothing', `${object('a')}a: *b\n`, "unknown anchor 'b' referenced (line 5)"],
    ['with a number of too many digits', `${object('a')}a: { b: 9007199254740993 }\n`, 'a.b is 9007199254740993'],
    ['with a list that holds nothing', 'apiVersion: v1\nkind: List\nitems: [1]\n', 'and this is 1'],
  ])('names a file %s', (_, text, message) => {
    put('a.yaml', text);
    expect(() => names()).toThrow(join(folder, 'a.yaml'));
    expect(() => names()).toThrow(message);
  });

  it('shows no more than the beginning of what is no object', () => {
    put('a.yaml', JSON.stringify({ a: 'x'.repeat(10_000) }));
    expect(() => names()).toThrow(/^.{1,500}$/);
  });

  it('names what is not there', () => {
    expect(() => names('missing')).toThrow(`${join(folder, 'missing')} does not exist`);
  });
});
