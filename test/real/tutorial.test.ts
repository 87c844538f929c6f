// The few commands of the tutorial that only a real cluster answers as the pages show. All others: test/tutorial.
import { load } from 'js-yaml';
import { describe, expect } from 'vitest';
import { comparable } from '../tutorial/comparable.js';
import type { Command } from '../tutorial/page.js';
import { tutorialPages } from '../tutorial/tutorial-pages.js';
import { test } from './fixture.js';

const pages = tutorialPages();
const realOnes = pages.map(({ name, steps }) => [name, commandsIn(steps).filter(({ isReal }) => isReal)] as const);

describe('the tutorial on a real cluster', () => {
  test('needs one for RBAC, and for an autoscaler', () => {
    const named = realOnes.filter(([, commands]) => commands.length > 0).map(([name]) => name);
    expect(named).toEqual(['08-scale-and-autoscale.md', '11-rbac.md']);
  });

  test('has an autoscaler below its minimum scale', { timeout: 120_000 }, async ({ kubectl, namespace }) => {
    const spec = { replicas: 2, port: 6379, image: 'redis:7-alpine' };
    const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { name: 'cache', namespace }, spec };
    await kubectl.apply([redis]);
    const autoscale = shown('08-scale-and-autoscale.md', 'kubectl autoscale');
    for (const { command, output, place } of [autoscale, ...only('08-scale-and-autoscale.md')]) {
      const { stdout, stderr } = await kubectl.run(['-n', namespace, ...argumentsOf(command)]);
      expect([place, comparable(stdout + stderr)]).toEqual([place, comparable(output)]);
    }
  });

  test('answers what the role of the page may do', async ({ kubectl, namespace }) => {
    const role = load(shown('11-rbac.md', 'cat config/rbac/role.yaml').output) as { readonly metadata: object };
    // Of this test alone.
    const name = `tutorial-${namespace}`;
    await kubectl.apply([{ ...role, metadata: { name } }]);
    await kubectl.output(['create', 'clusterrolebinding', name, `--clusterrole=${name}`, `--user=${name}`]);
    try {
      const answers = only('11-rbac.md').map(async ({ command, output, place }) => {
        const { stdout } = await kubectl.run(argumentsOf(command.replace('redis-operator', name)));
        expect([place, command, stdout.trim()]).toEqual([place, command, output]);
      });
      await Promise.all(answers);
      expect(answers.length).toBeGreaterThan(2);
    } finally {
      await kubectl.output(['delete', 'clusterrolebinding,clusterrole', name]);
    }
  });
});

function commandsIn(steps: (typeof pages)[number]['steps']): readonly Command[] {
  return steps.filter(step => step.type === 'command');
}

/** The commands of a page that need a real cluster. */
function only(page: string): readonly Command[] {
  return realOnes.find(([name]) => name === page)?.[1] ?? [];
}

function shown(page: string, start: string): Command {
  const steps = pages.find(({ name }) => name === page)?.steps ?? [];
  const command = commandsIn(steps).find(each => each.command.startsWith(start));
  if (command === undefined) throw new Error(`${page} has no ${start}`);
  return command;
}

/** Without `kubectl`, and without the quotes that are for the shell. */
function argumentsOf(command: string): readonly string[] {
  return command.replaceAll("'", '').split(' ').slice(1);
}
