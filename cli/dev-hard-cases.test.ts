// `kubewright dev` with operators that misbehave, and with projects whose sources are in several places.
import { appendFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { API, Dev, isAlive, LampProject, SPEC, TSCONFIG } from '../test/lamp-project.js';

// The operator is transpiled, with the whole runtime, before it starts for the first time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let project: LampProject;
let dev: Dev | undefined;
beforeEach(() => {
  project = new LampProject();
});
afterEach(async () => {
  dev?.kill('SIGTERM');
  await dev?.ended;
  project.remove();
});

const NEVER_ENDS = `setInterval(() => {}, 60_000);\n`;

describe('kubewright dev', () => {
  it('takes an operator with it that is busy, when it is killed', async () => {
    project.put('controllers/main.ts', "console.log('busy', process.pid);\nfor (;;) {}\n");
    dev = new Dev(project.folder);
    const pid = Number((await dev.line(/busy (\d+)\n/))[1]);
    dev.kill('SIGKILL');
    await dev.ended;
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000);
  });

  it('runs threads and processes of the operator from their sources, and follows those of threads', async () => {
    const job = (edition: string) =>
      `import { threadId } from 'node:worker_threads';\nenum Edition { This = '${edition}' }\n` +
      `console.log(Edition.This, threadId === 0 ? 'process' : 'thread', process.env.OWN ?? '');\n`;
    project.put('controllers/job.ts', job('first'));
    project.put(
      'controllers/main.ts',
      `import { fork } from 'node:child_process';
      import { Worker } from 'node:worker_threads';
      const job = new URL('./job.ts', import.meta.url);
      new Worker(job, { env: { ...process.env, OWN: 'own' } });
      fork(job).on('message', message => console.log('unasked', message));
      ${NEVER_ENDS}`,
    );
    dev = new Dev(project.folder);
    await dev.line(/(first thread own\n[\s\S]*first process \n)|(first process \n[\s\S]*first thread own\n)/);
    expect(dev.output).not.toContain('unasked');
    project.put('controllers/job.ts', job('second'));
    await dev.line(/restarted/);
    await dev.line(/second thread own\n/);
  });

  it('says of an operator that has nothing to wait for what may be missing', async () => {
    project.put('controllers/main.ts', "console.log('bye');\n");
    dev = new Dev(project.folder);
    await dev.line(
      /has ended with status 0; the next save .*\. Does controllers\/main\.ts wait for manager\.run\(\.\.\.\)\?\n/,
    );
  });

  it('follows sources outside of the folder of the tsconfig, also those that give it nothing but types', async () => {
    // packages/lamps has the operator, packages/shared the API, of which the operator imports the class.
    project.put('packages/shared/lamp-spec.ts', SPEC);
    project.put('packages/shared/lamp.ts', API);
    project.put(
      'packages/lamps/controllers/main.ts',
      `import { Lamp } from '../../shared/lamp.js';\nconsole.log('first', Lamp.name);\n${NEVER_ENDS}`,
    );
    project.put(
      'packages/lamps/tsconfig.json',
      JSON.stringify({ extends: '../../tsconfig.json', include: ['controllers', '../shared/lamp.ts'] }),
    );
    dev = new Dev(project.folder, '--project', 'packages/lamps');
    await dev.line(/created CustomResourceDefinition lamps\.example\.com\n/);
    await dev.line(/first Lamp\n/);
    project.put('packages/shared/lamp-spec.ts.new', SPEC.replace('bulbs!', 'watts?: Int32;\n  bulbs!'));
    renameSync(
      join(project.folder, 'packages/shared/lamp-spec.ts.new'),
      join(project.folder, 'packages/shared/lamp-spec.ts'),
    );
    await dev.line(/changed CustomResourceDefinition lamps\.example\.com\n/);
    await dev.line(/first Lamp\n/);
    appendFileSync(join(project.folder, 'packages/shared/lamp.ts'), "console.log('beside');\n");
    await dev.line(/restarted[^\n]*\n[\s\S]*beside\n/);
    project.put(
      'tsconfig.json',
      JSON.stringify({ ...TSCONFIG, compilerOptions: { ...TSCONFIG.compilerOptions, strict: false } }),
    );
    await dev.line(/error KW\d+: .*strict/);
  });

  it('applies namespaces before what is in them, and refuses what would be another object each time', async () => {
    project.put('objects/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n');
    project.put('objects/b.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n');
    dev = new Dev(project.folder, '--no-operator', '--apply', 'objects');
    await dev.line(/created Namespace shop\n[\s\S]*created ConfigMap shop\/a\n/);
    dev.kill('SIGTERM');
    await dev.ended;
    project.put('objects/c.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { generateName: c- }\n');
    dev = new Dev(project.folder, '--no-operator', '--apply', 'objects');
    await dev.line(/error: \S+objects\/c\.yaml: a ConfigMap has a generateName/);
    await dev.line(/hint: give it a name/);
  });
});
