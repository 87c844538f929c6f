// `/debug/queue`: what waits for workers, and what they hold.
import type { DebugController, DebugKey, DebugSources } from './debug-sources.js';
import { NoPageError, numberIn, type Page } from './page.js';
import { shownDuration, table } from './table.js';

interface ShownKey {
  readonly key: string;
  /** The worker that holds it comes first: `held`, `held, ready again`, `held, delayed`, `ready`, `delayed`. */
  readonly state: string;
  readonly priority: number;
  readonly retries: number;
  readonly heldMilliseconds?: number;
  readonly waitedMilliseconds?: number;
  readonly dueInMilliseconds?: number;
}

/** `?controller=` shows one of them, `?limit=` says how many keys of each; default 1000. */
export function queuePage(sources: DebugSources, query: URLSearchParams, now: number): Page {
  const limit = numberIn(query, 'limit', { least: 0, most: 1_000_000, or: 1000 });
  const controllers = chosen(sources.controllers, query.get('controller')).map(controller => {
    const keys = [...controller.queued()].sort(inOrder);
    return {
      name: controller.name,
      ready: keys.filter(({ turn, heldAt }) => turn === 'ready' && heldAt === undefined).length,
      delayed: keys.filter(({ turn }) => turn === 'delayed').length,
      held: keys.filter(({ heldAt }) => heldAt !== undefined).length,
      keys: keys.slice(0, limit).map(key => shown(key, now)),
      leftOut: Math.max(keys.length - limit, 0),
    };
  });
  return { data: { controllers }, text: controllers.map(textOf).join('\n') || 'there is no controller\n' };
}

/** @throws NoPageError when there is none of that name */
export function chosen(all: readonly DebugController[], name: string | null): readonly DebugController[] {
  if (name === null) return all;
  const found = all.filter(controller => controller.name === name);
  if (found.length > 0) return found;
  const names = all.map(controller => controller.name).join(', ') || 'none';
  throw new NoPageError(404, `there is no controller ${JSON.stringify(name)}; there are: ${names}`);
}

/** As workers have taken them and will take them: what is held, what is ready by priority and age, what is delayed. */
function inOrder(a: DebugKey, b: DebugKey): number {
  return rank(a) - rank(b) || (rank(a) === 1 ? b.priority - a.priority : 0) || momentOf(a) - momentOf(b);
}

function rank({ heldAt, turn }: DebugKey): number {
  if (heldAt !== undefined) return 0;
  return turn === 'ready' ? 1 : 2;
}

function momentOf({ heldAt, readyAt, due }: DebugKey): number {
  return heldAt ?? readyAt ?? due ?? 0;
}

function shown({ key, turn, priority, retries, readyAt, due, heldAt }: DebugKey, now: number): ShownKey {
  const next = turn === 'none' ? '' : turn === 'ready' ? 'ready again' : 'delayed';
  const state = heldAt === undefined ? turn : ['held', ...(next === '' ? [] : [next])].join(', ');
  return {
    key,
    state,
    priority,
    retries,
    ...(heldAt !== undefined && { heldMilliseconds: Math.round(now - heldAt) }),
    ...(readyAt !== undefined && { waitedMilliseconds: Math.round(now - readyAt) }),
    ...(due !== undefined && { dueInMilliseconds: Math.round(due - now) }),
  };
}

interface ShownQueue {
  readonly name: string;
  readonly ready: number;
  readonly delayed: number;
  readonly held: number;
  readonly keys: readonly ShownKey[];
  readonly leftOut: number;
}

function textOf({ name, ready, delayed, held, keys, leftOut }: ShownQueue): string {
  const head = `controller ${name}: ${held} held, ${ready} ready, ${delayed} delayed\n`;
  if (keys.length === 0) return head;
  const rows = keys.map(key => [key.key, key.state, key.priority, key.retries, timesOf(key)]);
  const rest = leftOut > 0 ? `and ${leftOut} more; say ?limit=\n` : '';
  return `${head}${table(['KEY', 'STATE', 'PRIORITY', 'RETRIES', 'SINCE'], rows)}${rest}`;
}

function timesOf({ heldMilliseconds, waitedMilliseconds, dueInMilliseconds }: ShownKey): string {
  const times = [
    ...(heldMilliseconds === undefined ? [] : [`held ${shownDuration(heldMilliseconds)}`]),
    ...(waitedMilliseconds === undefined ? [] : [`ready ${shownDuration(waitedMilliseconds)}`]),
    ...(dueInMilliseconds === undefined ? [] : [`in ${shownDuration(Math.max(dueInMilliseconds, 0))}`]),
  ];
  return times.join(', ');
}
