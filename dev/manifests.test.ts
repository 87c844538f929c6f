import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifests } from './manifests.js';

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

function names(path = '.'): readonly string[] {
  return readManifests(join(folder, path)).map(({ metadata }) => metadata.name);
}

describe('readManifests', () => {
  it('reads all documents of all YAML files of a folder and below, in order', () => {
    put('b.yaml', `${object('b1')}---\n${object('b2')}---\n`);
    put('a.yml', object('a'));
    put('c/d.json', JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'd' } }));
    put('readme.md', 'no manifest');
    expect(names()).toEqual(['a', 'b1', 'b2', 'd']);
  });

  it('reads one file, and finds nothing where nothing is', () => {
    put('a.yaml', object('a'));
    expect(names('a.yaml')).toEqual(['a']);
    expect(names('missing')).toEqual([]);
  });

  it('leaves out what is written for kustomize', () => {
    put('a.yaml', object('a'));
    put(
      'kustomization.yaml',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
    );
    expect(names()).toEqual(['a']);
  });

  it.each([
    ['that does not parse', 'a: [', 'no YAML'],
    ['that is a list of words', '- a\n', 'no object'],
    ['without a name', 'apiVersion: v1\nkind: ConfigMap\n', 'no object'],
  ])('names a file %s', (_, text, message) => {
    put('a.yaml', text);
    expect(() => names()).toThrow(join(folder, 'a.yaml'));
    expect(() => names()).toThrow(message);
  });
});
