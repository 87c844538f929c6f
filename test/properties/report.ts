// Tells of a sequence that has failed, so that a person can do the same.
import { asKubectl, type Command, endingOf, type Sequence } from './commands.js';
import type { Failure } from './sequence-run.js';
import { following, isPossible, NOTHING, type World } from './world.js';

/** The sequence as commands of kubectl, up to one of them; what cannot be said so is a comment. */
export function kubectlLines(
  { graceful, commands, endsNamespace }: Sequence,
  at = commands.length - 1,
): readonly string[] {
  const node = graceful ? 'Pods run on a node, and take their time to end' : 'Pods are on no node, and go at once';
  const lines = [`# in an empty namespace, with the operator running; ${node}`];
  let world: World = NOTHING;
  const add = (command: Command): void => {
    if (!isPossible(world, command)) return;
    if (command.do === 'delete' && command.cascade === 'orphan') lines.push(...asKubectl({ do: 'settle' }, world));
    lines.push(...asKubectl(command, world));
    world = following(world, command);
  };
  for (const command of commands.slice(0, at + 1)) add(command);
  if (at >= commands.length) endingOf(world).forEach(add);
  if (at > commands.length) lines.push(endsNamespace ? DELETE_NAMESPACE : 'kubectl delete redis --all --wait=false');
  return lines;
}

/** All that is known of it. */
export function failureText({ sequence, at, problem, history }: Failure, lines = MOST_LINES): string {
  const shown = history.slice(-lines);
  return [
    ...kubectlLines(sequence, at).map(line => `  ${line}`),
    `what must not be: ${problem}`,
    `what was seen${shown.length < history.length ? ', the newest last' : ''}:`,
    ...shown.map(line => `  ${line}`),
  ].join('\n');
}

const MOST_LINES = 60;
const DELETE_NAMESPACE = `kubectl delete namespace --wait=false "$(kubectl config view --minify -o jsonpath='{..namespace}')"`;
