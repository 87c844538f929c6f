import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BuildOptions, buildBinaries } from './build-binaries.js';

let home: string;
let options: BuildOptions;
let lines: string[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kubewright-build-'));
  mkdirSync(join(home, 'bin'));
  mkdirSync(join(home, 'module'));
  lines = [];
  options = {
    folder: join(home, 'cache', 'v1.2.3'),
    module: join(home, 'module'),
    packages: { one: 'example.com/cmd/one', two: 'example.com/cmd/two' },
    what: 'the tools',
    linkerFlags: '-s -w',
    withoutGo: 'there are no tools, and no Go',
    log: line => lines.push(line),
    env: { PATH: `${join(home, 'bin')}:${process.env.PATH}` },
  };
});
afterEach(() => rmSync(home, { recursive: true }));

/** A `go` that notes its arguments, and writes the file after `-o`. */
function fakeGo(script = 'for word; do [ "$last" = -o ] && echo built > "$word"; last=$word; done'): void {
  const path = join(home, 'bin', 'go');
  writeFileSync(path, `#!/bin/sh\necho "$CGO_ENABLED $@" >> "${home}/calls"\n${script}\nexit $failed\n`);
  chmodSync(path, 0o755);
}

const calls = () => readFileSync(join(home, 'calls'), 'utf8').trimEnd().split('\n');

test('builds each program without cgo', async () => {
  fakeGo();
  await buildBinaries(options);
  expect(readdirSync(options.folder).sort()).toEqual(['one', 'two']);
  expect(calls()).toEqual([
    '0 mod download',
    expect.stringMatching(/^0 build .* -ldflags -s -w -o .*\/one example\.com\/cmd\/one$/),
    expect.stringMatching(/\/two example\.com\/cmd\/two$/),
  ]);
  expect(lines).toContain('building two (2 of 2) ...');
});

test('gives the output of go when it fails, and leaves nothing behind', async () => {
  fakeGo('echo "no such module" >&2; failed=1');
  await expect(buildBinaries(options)).rejects.toThrow(/go mod failed in .*module:\nno such module/);
  expect(readdirSync(join(home, 'cache'))).toEqual([]);
});

test('builds once for two that ask at the same time', async () => {
  fakeGo();
  await Promise.all([buildBinaries(options), buildBinaries(options)]);
  expect(calls()).toHaveLength(3);
  expect(lines).toContain('another process builds the tools; waiting for it');
});

test('takes over the lock of a process that is gone', async () => {
  fakeGo();
  mkdirSync(join(home, 'cache'));
  // Above the highest process id of Linux.
  writeFileSync(`${options.folder}.lock`, '4194305');
  await buildBinaries(options);
  expect(existsSync(join(options.folder, 'two'))).toBe(true);
  expect(readdirSync(join(home, 'cache'))).toEqual(['v1.2.3']);
});
