// Makes a sequence that fails shorter and simpler, as long as it still fails.
import { type Command, isShared, type Sequence } from './commands.js';

/** Whether this sequence fails. */
export type Fails = (sequence: Sequence) => Promise<boolean>;

/**
 * The shortest of the sequences that were tried and fail; the given one where no shorter one does.
 * @param most how many are tried at most
 */
export async function shrink(sequence: Sequence, fails: Fails, most = 200): Promise<Sequence> {
  let best = sequence;
  let left = most;
  for (;;) {
    let found: Sequence | undefined;
    for (const candidate of candidates(best)) {
      if (left === 0) return best;
      left -= 1;
      if (!(await fails(candidate))) continue;
      found = candidate;
      break;
    }
    if (found === undefined) return best;
    best = found;
  }
}

/** Shorter ones first, by as much as possible; then those with simpler commands. Each is simpler than the given one. */
export function* candidates(sequence: Sequence): Generator<Sequence> {
  const { graceful, commands, endsNamespace } = sequence;
  for (let size = Math.ceil(commands.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = commands.length; end > 0; end -= size) {
      yield { ...sequence, commands: commands.toSpliced(Math.max(end - size, 0), Math.min(size, end)) };
    }
  }
  if (graceful) yield { ...sequence, graceful: false };
  if (endsNamespace) yield { ...sequence, endsNamespace: false };
  for (const [at, command] of commands.entries()) {
    for (const simpler of simplerThan(command)) yield { ...sequence, commands: commands.with(at, simpler) };
  }
}

function simplerThan(command: Command): readonly Command[] {
  if (isShared(command)) return command.do === 'crashOperator' ? [{ do: 'restartOperator' }] : [];
  if (command.do === 'create' && command.isHeld) return [{ ...command, isHeld: false }];
  if ('replicas' in command && command.replicas > 0) {
    const fewer = [0, Math.floor(command.replicas / 2), command.replicas - 1];
    return [...new Set(fewer)].map(replicas => ({ ...command, replicas }));
  }
  if (command.do === 'delete' && command.cascade !== 'background') return [{ ...command, cascade: 'background' }];
  if (command.do === 'deletePod' && command.force) return [{ ...command, force: false }];
  return [];
}
