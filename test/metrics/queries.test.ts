// Alerts and dashboards ask for what is served, and for nothing else.
import { describe, expect, test } from 'vitest';
import { everyMetric } from './every-metric.js';
import { metricFacts } from './metric-facts.js';
import {
  alertQueries,
  alertTests,
  dashboardQueries,
  dashboards,
  labelsIn,
  ruleGroups,
  selectorsIn,
} from './queries.js';

const facts = metricFacts(await everyMetric());
/** What Prometheus adds to each series of a target that it finds through a Service. */
const OF_TARGETS = ['namespace', 'job', 'pod', 'instance', 'container', 'service', 'endpoint'];

/** What a series of that name has, those of histograms included; undefined: there is none. */
function labelsOf(name: string): readonly string[] | undefined {
  const known = facts.get(name);
  if (known !== undefined) return known.type === 'histogram' ? undefined : known.labels;
  const [, base = '', suffix] = /^(.*)_(bucket|sum|count)$/.exec(name) ?? [];
  const histogram = facts.get(base);
  if (histogram?.type !== 'histogram') return undefined;
  return suffix === 'bucket' ? [...histogram.labels, 'le'] : histogram.labels;
}

describe('what a query asks for', () => {
  test.each<readonly [string, ReturnType<typeof selectorsIn>]>([
    ['up', [{ name: 'up', labels: [] }]],
    ['rate(a_total{x="1", y=~"b(c)"}[5m])', [{ name: 'a_total', labels: ['x', 'y'] }]],
    [
      'sum by (x, y) (rate(a_total[5m])) / sum by (x, y) (rate(b_total{}[5m])) > 0.1',
      [
        { name: 'a_total', labels: [] },
        { name: 'b_total', labels: [] },
      ],
    ],
    ['histogram_quantile(0.99, sum by (le) (rate(a_bucket[5m]))) > 1e3', [{ name: 'a_bucket', labels: [] }]],
    [
      'max(a) > 1 and sum(b) > 0',
      [
        { name: 'a', labels: [] },
        { name: 'b', labels: [] },
      ],
    ],
  ])('is found in %s', (query, selectors) => {
    expect(selectorsIn(query)).toEqual(selectors);
  });
});

const queries = [...(await alertQueries()), ...(await dashboardQueries())];

test('there are queries of both', () => {
  expect(queries.length).toBeGreaterThan(50);
});

test.each(queries)('$where asks for what is served', ({ text }) => {
  const selectors = selectorsIn(text);
  expect(selectors).not.toEqual([]);
  for (const { name, labels } of selectors) {
    const known = labelsOf(name);
    expect(known, `${name} in ${text}`).toBeDefined();
    for (const label of [...labels, ...labelsIn(text)]) {
      expect([...OF_TARGETS, ...(known ?? [])], `${label} of ${name} in ${text}`).toContain(label);
    }
  }
});

test('an alert has a name of its own, a severity, and says what it is about', async () => {
  const rules = (await ruleGroups()).groups.flatMap(group => group.rules);
  const names = rules.map(({ alert }) => alert);
  expect(new Set(names).size).toBe(names.length);
  for (const rule of rules) {
    expect(rule).toMatchObject({
      labels: { severity: expect.stringMatching(/^(critical|warning|info)$/) },
      annotations: { summary: expect.stringMatching(/\.$/), description: expect.stringMatching(/\.$/) },
    });
  }
});

test('it is known of every alert when it fires', async () => {
  const fires = [...(await alertTests()).matchAll(/^ {4}- labels: '\{alertname="(\w+)", severity=/gm)].map(
    ([, name]) => name,
  );
  const rules = (await ruleGroups()).groups.flatMap(group => group.rules);
  expect(fires.sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

test('what an alert says of its labels are labels that its query keeps', async () => {
  const rules = (await ruleGroups()).groups.flatMap(group => group.rules);
  for (const { alert, expr, annotations } of rules) {
    const named = Object.values(annotations).flatMap(text => [...text.matchAll(/\$labels\.(\w+)/g)]);
    for (const [, label] of named) expect(labelsIn(expr), alert).toContain(label);
  }
});

test('a dashboard has an id and a place for each panel, and asks for the metrics of one operator', async () => {
  for (const [file, { uid, panels, templating }] of await dashboards()) {
    expect(uid, file).toMatch(/^[a-z-]+$/);
    const ids = panels.map(({ id }) => id);
    expect(new Set(ids).size, file).toBe(ids.length);
    expect(templating.list.map(({ name }) => name)).toEqual(expect.arrayContaining(['datasource', 'namespace', 'job']));
    for (const { expr } of panels.flatMap(({ targets = [] }) => targets)) {
      for (const { labels } of selectorsIn(expr.replaceAll(/\$(\w+)/g, '$1'))) {
        expect(labels, `${file}: ${expr}`).toEqual(expect.arrayContaining(['namespace', 'job']));
      }
    }
  }
});
