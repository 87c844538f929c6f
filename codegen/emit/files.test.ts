import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileError } from './file-error.js';
import type { Manifest } from './manifest.js';
import { planChanges } from './plan.js';
import { applyChanges } from './writer.js';

const OURS = 'metadata:\n  annotations:\n    kubewright.dev/version: 0.0.1\n';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'kubewright-emit-'));
});
afterEach(() => {
  rmSync(out, { recursive: true, force: true });
});

function put(path: string, content: string): void {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), content);
}

function bring(...manifests: readonly Manifest[]): void {
  applyChanges(planChanges(out, manifests));
}

/** Every file below the output folder, hidden ones too. */
function files(): readonly string[] {
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(out.length + 1))
    .sort();
}

describe('planChanges', () => {
  it('tells what is there and what should be, sorted by path', () => {
    put('rbac/role.yaml', 'old');
    put('crd/bases/b.yaml', 'same');
    const manifests = [
      { path: 'rbac/role.yaml', content: 'new' },
      { path: 'crd/bases/b.yaml', content: 'same' },
      { path: 'crd/bases/a.yaml', content: 'first' },
    ];
    expect(planChanges(out, manifests)).toEqual([
      { path: join(out, 'crd/bases/a.yaml'), after: 'first' },
      { path: join(out, 'crd/bases/b.yaml'), before: 'same', after: 'same' },
      { path: join(out, 'rbac/role.yaml'), before: 'old', after: 'new' },
    ]);
  });

  it('lets go only of files that carry our annotation and lie where we write', () => {
    put('crd/bases/gone.yaml', OURS);
    put('rbac/role.yaml', OURS);
    put('crd/gone.yaml', OURS);
    put('crd/bases/deeper/gone.yaml', OURS);
    put('crd/bases/theirs.yaml', 'metadata:\n  annotations: {}\n');
    put('crd/bases/mentioned.yaml', '# kubewright.dev/version\na: kubewright.dev/version\n');
    put('crd/bases/two-documents.yaml', `${OURS}---\n${OURS}`);
    put('crd/bases/broken.yaml', 'kubewright.dev/version: {\n');
    put('crd/bases/notes.txt', OURS);
    put('crd/kustomization.yaml', OURS);
    expect(planChanges(out, [])).toEqual([
      { path: join(out, 'crd/bases/gone.yaml'), before: OURS },
      { path: join(out, 'rbac/role.yaml'), before: OURS },
    ]);
  });

  it('lets go of what it wrote around the role and of webhooks, also where a file holds several objects', () => {
    put('rbac/role.yaml', `${OURS}---\n${OURS}`);
    put('rbac/role_binding.yaml', `${OURS}---\nkind: RoleBinding\n`);
    put('rbac/redis_admin_role.yaml', OURS);
    put('webhook/manifests.yaml', `---\n${OURS}---\n${OURS}`);
    put('webhook/patch.yaml', 'kind: Patch\n');
    put('default/kustomization.yaml', OURS);
    expect(planChanges(out, []).map(({ path }) => path)).toEqual(
      ['rbac/redis_admin_role.yaml', 'rbac/role.yaml', 'webhook/manifests.yaml'].map(path => join(out, path)),
    );
  });

  it('knows a file for kustomize, which takes no annotations, by a comment at its start', () => {
    const path = 'webhook/kustomizeconfig.yaml';
    const comment = '# kubewright.dev/version: 0.0.1\n';
    const config = { path, content: `${comment}nameReference: []\n`, yields: true };
    put(path, `${comment}nameReference: [old]\n`);
    expect(planChanges(out, [config])[0]).toMatchObject({ after: config.content });
    expect(planChanges(out, [])[0]).not.toHaveProperty('after');
    const theirs = `nameReference: [mine] ${comment}`;
    put(path, theirs);
    expect(planChanges(out, [config])[0]).toMatchObject({ after: theirs, kept: true });
    expect(planChanges(out, [])).toEqual([]);
  });

  it('keeps a file of somebody else where a manifest yields, and only there', () => {
    const theirs = 'kind: ServiceAccount # mine\n';
    for (const name of ['a', 'b', 'c']) put(`rbac/${name}.yaml`, theirs);
    put('rbac/d.yaml', OURS);
    const content = `${OURS}kind: ServiceAccount\n`;
    bring(
      { path: 'rbac/a.yaml', content, yields: true },
      { path: 'rbac/b.yaml', content },
      { path: 'rbac/c.yaml', content: theirs, yields: true },
      { path: 'rbac/d.yaml', content, yields: true },
    );
    const now = (name: string) => readFileSync(join(out, `rbac/${name}.yaml`), 'utf8');
    expect(['a', 'b', 'c', 'd'].map(now)).toEqual([theirs, content, theirs, content]);
    const kept = planChanges(out, [{ path: 'rbac/a.yaml', content, yields: true }]).find(change => change.kept);
    expect(kept).toEqual({ path: join(out, 'rbac/a.yaml'), before: theirs, after: theirs, kept: true });
  });

  it('leaves alone a file of which only the line ends differ', () => {
    put('rbac/role.yaml', 'a: 1\r\nb: |\r\n  c\r\n');
    put('rbac/other.yaml', 'a: 1\r\n');
    bring({ path: 'rbac/role.yaml', content: 'a: 1\nb: |\n  c\n' }, { path: 'rbac/other.yaml', content: 'a: 2\n' });
    expect(readFileSync(join(out, 'rbac/role.yaml'), 'utf8')).toContain('\r\n');
    expect(readFileSync(join(out, 'rbac/other.yaml'), 'utf8')).toBe('a: 2\n');
  });

  it('plans nothing where nothing is', () => {
    expect(planChanges(join(out, 'not/there'), [])).toEqual([]);
  });

  it('names the file that it cannot read', () => {
    mkdirSync(join(out, 'rbac/role.yaml'), { recursive: true });
    const path = join(out, 'rbac/role.yaml');
    expect(() => planChanges(out, [{ path: 'rbac/role.yaml', content: '' }])).toThrow(
      `cannot read ${path}: a folder is where a file should be (EISDIR)`,
    );
  });
});

describe('applyChanges', () => {
  it('makes folders and files, and leaves nothing else', () => {
    bring({ path: 'crd/bases/a.yaml', content: 'a: 1\n' }, { path: 'rbac/role.yaml', content: 'b: é\n' });
    expect(files()).toEqual(['crd/bases/a.yaml', 'rbac/role.yaml']);
    expect(readFileSync(join(out, 'rbac/role.yaml'), 'utf8')).toBe('b: é\n');
  });

  it('does not touch a file that is as it should be', () => {
    bring({ path: 'a.yaml', content: 'a' }, { path: 'b.yaml', content: 'b' });
    const longAgo = new Date('2001-01-01T00:00:00Z');
    for (const name of ['a.yaml', 'b.yaml']) utimesSync(join(out, name), longAgo, longAgo);
    const before = statSync(join(out, 'a.yaml'));
    bring({ path: 'a.yaml', content: 'a' }, { path: 'b.yaml', content: 'other' });
    expect(statSync(join(out, 'a.yaml'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect(statSync(join(out, 'b.yaml')).mtime).not.toEqual(longAgo);
  });

  it('replaces a file instead of writing into it, so that no reader sees half of it', () => {
    put('a.yaml', 'old');
    const before = statSync(join(out, 'a.yaml')).ino;
    bring({ path: 'a.yaml', content: 'new' });
    expect(statSync(join(out, 'a.yaml')).ino).not.toBe(before);
  });

  it.skipIf(process.platform === 'win32')('leaves to a file who may read and write it', () => {
    put('a.yaml', 'old');
    chmodSync(join(out, 'a.yaml'), 0o662);
    bring({ path: 'a.yaml', content: 'new' });
    expect(statSync(join(out, 'a.yaml')).mode & 0o777).toBe(0o662);
  });

  it('removes what should not be there', () => {
    put('crd/bases/gone.yaml', OURS);
    bring({ path: 'crd/bases/new.yaml', content: OURS });
    expect(files()).toEqual(['crd/bases/new.yaml']);
  });

  it('clears away what a run that was killed has left, and nothing else', () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    const kept = [
      `.a.yaml.${process.pid}.tmp`,
      `.a.yaml.${process.ppid}.tmp`,
      `.a.yaml.${gone}.temp`,
      `.a.yaml.x${gone}.tmp`,
      `a.yaml.${gone}.tmp`,
      `.a.txt.${gone}.tmp`,
    ];
    for (const name of [...kept, `.a.yaml.${gone}.tmp`, `.gone.yaml.${gone}.tmp`]) put(`rbac/${name}`, '');
    put('rbac/a.yaml', 'a');
    put(`other/.a.yaml.${gone}.tmp`, '');
    bring({ path: 'rbac/a.yaml', content: 'a' });
    const left = [...kept.map(name => `rbac/${name}`), 'rbac/a.yaml', `other/.a.yaml.${gone}.tmp`];
    expect(files()).toEqual(left.sort());
  });

  it('changes nothing when one of the files cannot be written, and names it', () => {
    put('a.yaml', 'old');
    put('crd/gone', 'a file where a folder should be');
    const write = () =>
      applyChanges([
        { path: join(out, 'a.yaml'), before: 'old', after: 'new' },
        { path: join(out, 'crd/gone/b.yaml'), after: 'new' },
        { path: join(out, 'c.yaml'), before: 'x' },
      ]);
    expect(write).toThrow(FileError);
    expect(write).toThrow(`cannot write ${join(out, 'crd/gone/b.yaml')}: a file is where a folder should be (EEXIST)`);
    expect(files()).toEqual(['a.yaml', 'crd/gone']);
    expect(readFileSync(join(out, 'a.yaml'), 'utf8')).toBe('old');
  });
});

describe('FileError', () => {
  it.each([
    ['EACCES', 'permission denied (EACCES)'],
    ['ENOSPC', 'no space left on the device (ENOSPC)'],
    ['EROFS', 'the file system is read-only (EROFS)'],
    ['EWHATEVER', 'told by the system (EWHATEVER)'],
    [undefined, 'told by the system'],
  ])('says what %s means', (code, reason) => {
    const cause = Object.assign(new Error('told by the system'), { code });
    expect(new FileError('write', '/a/b.yaml', cause)).toMatchObject({
      message: `cannot write /a/b.yaml: ${reason}`,
      cause,
    });
  });
});

describe('applyChanges, where the path is no plain file', () => {
  it('writes through a link, and leaves it a link', () => {
    put('elsewhere/thing.yaml', 'old');
    put('crd/bases/other.yaml', '');
    symlinkSync(join(out, 'elsewhere/thing.yaml'), join(out, 'crd/bases/thing.yaml'));
    bring({ path: 'crd/bases/thing.yaml', content: 'new' });
    expect(readFileSync(join(out, 'elsewhere/thing.yaml'), 'utf8')).toBe('new');
    expect(realpathSync(join(out, 'crd/bases/thing.yaml'))).toBe(realpathSync(join(out, 'elsewhere/thing.yaml')));
  });

  it.runIf(process.platform === 'linux')('gives up where no folder can be made', () => {
    const change = { path: '/proc/kubewright/crd/bases/thing.yaml', after: 'new' };
    expect(() => applyChanges([change])).toThrow(FileError);
  });
});
