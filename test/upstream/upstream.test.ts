// Holds our definitions against those that controller-gen makes of the same API, written in Go. See README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { differences, unexplained } from './differences.js';
import type { Facts } from './facts.js';
import { codesOf, factsOfCase } from './generated.js';
import { LISTED } from './list.js';

// Some cases load the whole program twice, and a busy machine takes long for it.
vi.setConfig({ testTimeout: 120_000 });

describe('a definition says what controller-gen makes it say, but for what is listed:', () => {
  it.each(Object.entries(LISTED))('%s', async (name, listed) => {
    const found = differences(upstream(name), await ours(name));
    expect(unexplained(found, listed)).toEqual([]);
  });

  it('in each case that there is', () => {
    const cases = readdirSync(import.meta.dirname, { withFileTypes: true })
      .filter(each => each.isDirectory())
      .map(({ name }) => name);
    expect(cases.sort()).toEqual([...Object.keys(LISTED), 'nogroup'].sort());
  });
});

it('refuses a kind without a group, of which controller-gen makes a definition that no server takes', async () => {
  expect(upstream('nogroup')).toMatchObject({ metadata: { name: 'cronjobs.' } });
  expect(await codesOf('nogroup')).toContain('KW3010');
});

it('differs in the JobTemplateSpec of a CronJob in no other field than those listed, of the thousand that it has', async () => {
  const template = (facts: any) => facts.versions.v1.schema.properties.spec.properties.jobTemplate;
  const [theirs, mine] = [template(upstream('cronjobs')), template(await ours('cronjobs'))];
  expect(fieldsIn(theirs)).toBeGreaterThan(1000);
  expect(fieldsIn(mine)).toBe(fieldsIn(theirs) + 15);
});

const made = new Map<string, Promise<Facts>>();

/** Each case is generated once. */
function ours(name: string): Promise<Facts> {
  const facts = made.get(name) ?? factsOfCase(name);
  made.set(name, facts);
  return facts;
}

function upstream(name: string): Facts {
  return JSON.parse(readFileSync(new URL(`${name}/expected.json`, import.meta.url), 'utf8')).facts;
}

function fieldsIn({ properties = {}, items, additionalProperties }: any): number {
  const inside = [...Object.values(properties), items, additionalProperties].filter(each => typeof each === 'object');
  return inside.reduce((sum: number, each) => sum + fieldsIn(each), Object.keys(properties).length);
}
