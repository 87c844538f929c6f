import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { ANYTHING, arrows as table } from './arrows.js';
import { arrowsOf, type Doors, fileCycle, folderCycle, forbiddenArrows, type Sources } from './graph.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the house', () => {
  const sources = readSources();
  const arrows = arrowsOf(sources, doors());

  it('is read whole', () => {
    for (const room of Object.keys(table)) {
      expect(
        [...sources.keys()].some(path => path.startsWith(`${room}/`)),
        room,
      ).toBe(true);
    }
  });

  it('is the one that docs/architecture.md describes', () => {
    const map = readFileSync(`${root}docs/architecture.md`, 'utf8');
    // What is in `hack/` is told in one line.
    const rooms = Object.keys(table).filter(room => !room.startsWith('hack/'));
    // The folders of the embedded control plane have a heading of their own, and stand there without it.
    const isNamed = (room: string) => map.includes(`\`${room.replace(/^devcluster\//, '')}/`);
    expect(rooms.filter(room => !isNamed(room))).toEqual([]);
    expect(isNamed('runtime/no-such-room')).toBe(false);
  });

  it('has no arrow that arrows.ts does not allow', () => {
    expect(forbiddenArrows(arrows, table)).toEqual([]);
  });

  it('has no cycle of folders', () => {
    expect(folderCycle(arrows, table)?.join(' -> ')).toBeUndefined();
  });

  it('has no cycle of files that load each other', () => {
    expect(fileCycle(arrows)?.join(' -> ')).toBeUndefined();
  });

  it('is planned without a cycle too', () => {
    const planned = Object.entries(table).flatMap(([from, targets]) =>
      targets.filter(target => target !== ANYTHING).map(to => ({ from: `${from}/a.ts`, to: `${doorFolder(to)}/a.ts` })),
    );
    const arrowsOfPlan = planned.map(arrow => ({ ...arrow, specifier: arrow.to, typeOnly: false, line: 1 }));
    expect(folderCycle(arrowsOfPlan, table)?.join(' -> ')).toBeUndefined();
  });
});

function readSources(): Sources {
  const folders = new Set(Object.keys(table).map(room => room.split('/')[0]));
  const patterns = [...folders].flatMap(folder => [`${folder}/**/*.ts`, `${folder}/**/*.mts`]);
  const exclude = ['test/golden/**', 'test/package/fixture/**', '**/node_modules/**'];
  const paths = globSync(patterns, { cwd: root, exclude }).map(path => path.replaceAll('\\', '/'));
  return new Map(paths.sort().map(path => [path, readFileSync(`${root}${path}`, 'utf8')]));
}

/** `kubewright/kinds` -> `runtime/kinds/index.ts`, from the `source` condition of the exports. */
function doors(): Doors {
  return Object.fromEntries(
    Object.entries(packageJson.exports).flatMap(([door, target]) =>
      typeof target === 'string' ? [] : [[door.replace('.', packageJson.name), target.source.replace('./', '')]],
    ),
  );
}

function doorFolder(target: string): string {
  return doors()[target]?.replace(/\/[^/]+$/, '') ?? target;
}
