// What is measured of a control plane.
import { setTimeout as delay } from 'node:timers/promises';
import type { CountingWatch } from './api.js';
import type { Measured } from './measured.js';
import { configMapObject, nameOf, podObject } from './pod-object.js';
import { quantile } from './statistics.js';
import type { Target } from './target.js';

const PODS = '/api/v1/namespaces/default/pods';
const MERGE_PATCH = 'application/merge-patch+json';
const AT_ONCE = 50;

/** Single requests on Pods, one after the other and 50 at once, and how soon a watch hears of a write. */
export async function latencies({ api }: Target, round: number, count: number): Promise<Measured[]> {
  const first = round * 2 * count;
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  const parallel = numbers.map(number => number + count);
  const create = (number: number) => api.send('POST', PODS, podObject(number));
  const get = (number: number) => api.send('GET', `${PODS}/${nameOf(number)}`);
  let changes = 0;
  const patch = (number: number) => {
    // Another one each time: what changes nothing is no event.
    const annotations = { change: `${round}-${++changes}` };
    return api.send('PATCH', `${PODS}/${nameOf(number)}`, { metadata: { annotations } }, MERGE_PATCH);
  };
  const list = () => api.send('GET', `${PODS}?limit=500`);
  return [
    ...spread('create a Pod', await timed(numbers, create, 1)),
    ...spread(`create, ${AT_ONCE} at once`, await timed(parallel, create, AT_ONCE)),
    ...spread('merge patch', await timed(numbers, patch, 1)),
    ...spread(`merge patch, ${AT_ONCE} at once`, await timed(parallel, patch, AT_ONCE)),
    ...spread('get', await timed(numbers, get, 1)),
    ...spread(`get, ${AT_ONCE} at once`, await timed(parallel, get, AT_ONCE)),
    ...spread('list 500 Pods', await timed(numbers.slice(0, count / 10), list, 1)),
    ...spread(
      'write until a watch hears of it',
      await eventLatencies(numbers, patch, await api.watch(`${PODS}?watch=1`)),
    ),
  ];
}

/** Objects that are created while many watch, and lists of them. */
export async function watchers(
  target: Target,
  round: number,
  { objects, watches }: { readonly objects: number; readonly watches: number },
): Promise<Measured[]> {
  const { api } = target;
  const namespace = `watched-${round}`;
  await api.send('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  const maps = `/api/v1/namespaces/${namespace}/configmaps`;
  const open = await Promise.all(
    Array.from({ length: watches }, () => api.watch(`${maps}?watch=1&fieldSelector=metadata.name!%3Dkube-root-ca.crt`)),
  );
  const seen = Promise.all(open.map(watch => watch.reached(objects)));
  await target.longestDelay();
  const began = performance.now();
  const numbers = Array.from({ length: objects }, (_, i) => i);
  await timed(numbers, number => api.send('POST', maps, configMapObject(number)), AT_ONCE);
  const written = performance.now();
  const last = Math.max(...(await seen));
  const watchDelay = await target.longestDelay();
  for (const watch of open) watch.close();
  const full = await wall(() => api.send('GET', maps));
  const listDelay = await target.longestDelay();
  const paged = await wall(() => everyPage(target, maps));
  const what = `${objects} creates with ${watches} watches`;
  return [
    { name: `${what}: written, s`, value: (written - began) / 1000 },
    { name: `${what}: all seen, s`, value: (last - began) / 1000 },
    ...delayed(`${what}: longest block of the event loop, ms`, watchDelay),
    { name: `list of ${objects}, ms`, value: full },
    ...delayed(`list of ${objects}: longest block of the event loop, ms`, listDelay),
    { name: `list of ${objects} in pages of 500, ms`, value: paged },
  ];
}

/** Resident memory, with nothing and with many Pods. */
export async function memory(target: Target, pods: number): Promise<Measured[]> {
  const idle = await settledMegabytes(target);
  const numbers = Array.from({ length: pods }, (_, i) => i);
  const began = performance.now();
  await timed(numbers, number => target.api.send('POST', PODS, podObject(number)), AT_ONCE);
  const created = performance.now() - began;
  const { length } = await target.api.send('GET', `${PODS}/${nameOf(0)}`);
  return [
    { name: 'memory when idle, MB', value: idle },
    { name: `memory with ${pods} Pods, MB`, value: await settledMegabytes(target) },
    { name: 'bytes of a Pod, KB', value: length / 1000 },
    { name: `${pods} Pods created, s`, value: created / 1000 },
  ];
}

/** Milliseconds of each call; so many callers share them. */
async function timed(numbers: readonly number[], call: (number: number) => Promise<unknown>, callers: number) {
  const taken: number[] = [];
  const rest = numbers.values();
  const caller = async (): Promise<void> => {
    for (const number of rest) taken.push(await wall(() => call(number)));
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return taken;
}

/** From the request to the event. */
async function eventLatencies(
  numbers: readonly number[],
  write: (number: number) => Promise<unknown>,
  watch: CountingWatch,
): Promise<number[]> {
  // What is there comes first.
  for (let before = -1; before !== watch.count; await delay(200)) before = watch.count;
  const taken: number[] = [];
  for (const number of numbers) {
    const came = watch.reached(watch.count + 1);
    const began = performance.now();
    const written = write(number);
    taken.push((await came) - began);
    await written;
  }
  watch.close();
  return taken;
}

async function everyPage({ api }: Target, path: string): Promise<void> {
  let token = '';
  do {
    const page = await api.send('GET', `${path}?limit=500&continue=${encodeURIComponent(token)}`);
    // The metadata comes before the items.
    token = /"continue":"([^"]*)"/.exec(page.toString('latin1', 0, 1000))?.[1] ?? '';
  } while (token !== '');
}

/** The least of some seconds: collections come when they like. */
async function settledMegabytes(target: Target): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let second = 0; second < 15; second++) {
    await delay(1000);
    least = Math.min(least, target.megabytes());
  }
  return least;
}

async function wall(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await call();
  return performance.now() - began;
}

function spread(name: string, values: readonly number[]): Measured[] {
  return [
    { name: `${name}, p50 ms`, value: quantile(values, 0.5) },
    { name: `${name}, p99 ms`, value: quantile(values, 0.99) },
  ];
}

function delayed(name: string, value: number | undefined): Measured[] {
  return value === undefined ? [] : [{ name, value }];
}
