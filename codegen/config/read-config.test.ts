import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './read-config.js';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-config-')));
  mkdirSync(join(root, 'app/deep'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

function found(text: string) {
  writeFileSync(join(root, 'package.json'), text);
  const { config, diagnostics } = readConfig(root);
  return {
    config,
    told: diagnostics.map(({ line, column, code, message, hint }) => `${line}:${column} ${code} ${message}; ${hint}`),
  };
}

describe('readConfig', () => {
  it('reads the nearest package.json at or above the folder, and no other', () => {
    writeFileSync(join(root, 'package.json'), '{ "kubewright": { "outputDir": "far" } }');
    expect(readConfig(join(root, 'app/deep')).config).toEqual({ outputDir: 'far' });
    writeFileSync(join(root, 'app/package.json'), '{}');
    expect(readConfig(join(root, 'app/deep'))).toEqual({
      config: {},
      diagnostics: [],
      manifest: join(root, 'app/package.json'),
    });
  });

  it('tells of a package.json that is there and cannot be read, and looks no further', () => {
    writeFileSync(join(root, 'package.json'), '{ "kubewright": { "outputDir": "far" } }');
    const manifest = join(root, 'app/package.json');
    mkdirSync(manifest);
    expect(readConfig(join(root, 'app/deep'))).toEqual({
      config: {},
      diagnostics: [expect.objectContaining({ file: manifest, code: 'KW0013', severity: 'error' })],
      manifest,
    });
    expect(readConfig(join(root, 'app')).diagnostics[0]?.message).toMatch(/^the file cannot be read: .* \(EISDIR\)$/);
  });

  it('takes an unsaved package.json', () => {
    const unsaved = new Map([[join(root, 'package.json'), '{ "kubewright": { "roleName": "r" } }']]);
    expect(readConfig(root, unsaved).config).toEqual({ roleName: 'r' });
  });

  it('takes every key', () => {
    const config = {
      outputDir: 'deploy',
      roleName: 'r',
      scaffold: false,
      coreDescriptions: 'none',
      maxDescriptionLength: 0,
      webhookService: { name: 'n', namespace: 's', port: 8443 },
      include: ['api'],
      exclude: ['api/old'],
    };
    expect(found(`\uFEFF${JSON.stringify({ kubewright: config })}`)).toEqual({ config, told: [] });
  });

  it.each<[string, string, string[]]>([
    ['nothing of a package.json that does not name kubewright', '{ "name": ', []],
    [
      'a key that is misspelt, where it stands',
      '{\n  "dependencies": { "outputdir": "1", "a\\"}": [1, {}] },\n  "kubewright": {\n    "outputdir": "x"\n  }\n}',
      ['4:5 KW0010 kubewright has no key "outputdir"; did you mean "outputDir"?'],
    ],
    [
      'a key within a value',
      '{"kubewright":{"webhookService":{"prot":1}}}',
      ['1:34 KW0010 kubewright.webhookService has no key "prot"; did you mean "port"?'],
    ],
    [
      'values of other types, all of them',
      '{"kubewright": {"scaffold": "no", "include": "api", "webhookService": {"port": 0}}}',
      [
        '1:29 KW0011 kubewright.scaffold must be true or false; change or drop it',
        '1:46 KW0011 kubewright.include must be a list of patterns, such as ["api"]; change or drop it',
        '1:80 KW0011 kubewright.webhookService.port must be a port from 1 to 65535; change or drop it',
      ],
    ],
    [
      'a configuration that is no object',
      '{"kubewright": []}',
      ['1:16 KW0011 kubewright must be an object; change or drop it'],
    ],
    [
      'a key that every object has',
      '{"kubewright": {"toString": 1}}',
      [
        '1:17 KW0010 kubewright has no key "toString"; there are: outputDir, roleName, scaffold, coreDescriptions, ' +
          'maxDescriptionLength, webhookService, include, exclude',
      ],
    ],
  ])('tells of %s', (_, text, told) => {
    expect(found(text)).toEqual({ config: {}, told });
  });

  it('tells where a package.json is no JSON', () => {
    expect(found('{\n  "kubewright": {,}\n}').told).toEqual([expect.stringMatching(/^2:18 KW0009 no JSON: /)]);
    expect(found('{\n  "kubewright": {').told).toEqual([expect.stringMatching(/^2:18 KW0009 no JSON: /)]);
  });
});
