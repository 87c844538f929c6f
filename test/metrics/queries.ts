// The queries of the alerts and dashboards in config/, and what they ask for.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { dump, load } from 'js-yaml';

/** A query in PromQL, and where it stands. */
export interface Query {
  readonly where: string;
  readonly text: string;
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}

interface RuleGroups {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

interface Dashboard {
  readonly title: string;
  readonly uid: string;
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly definition?: string }[];
  };
}

const CONFIG = fileURLToPath(new URL('../../config/', import.meta.url));

/** What is below `spec` of the PrometheusRule: what promtool checks. */
export async function ruleGroups(): Promise<RuleGroups> {
  const { spec } = load(await readFile(`${CONFIG}prometheus/rules.yaml`, 'utf8')) as { readonly spec: RuleGroups };
  return spec;
}

/** The same as a file of rules. */
export async function rulesText(): Promise<string> {
  return dump(await ruleGroups());
}

/** When they fire: what `promtool test rules` reads. */
export async function alertTests(): Promise<string> {
  return readFile(new URL('../../hack/metrics/alerts.test.yaml', import.meta.url), 'utf8');
}

export async function alertQueries(): Promise<readonly Query[]> {
  const { groups } = await ruleGroups();
  return groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ where: alert, text: expr })));
}

/** By the names of their files. */
export async function dashboards(): Promise<ReadonlyMap<string, Dashboard>> {
  const names = await readdir(`${CONFIG}grafana`);
  return new Map(
    await Promise.all(
      names.map(async name => {
        const text = await readFile(`${CONFIG}grafana/${name}`, 'utf8');
        return [name, JSON.parse(text) as Dashboard] as const;
      }),
    ),
  );
}

/** Those of the panels and of the variables, with the variables of Grafana put in. */
export async function dashboardQueries(): Promise<readonly Query[]> {
  return [...(await dashboards())].flatMap(([file, { panels, templating }]) => [
    ...panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ where: `${file}: ${title}`, text: withVariables(expr) })),
    ),
    ...templating.list.flatMap(({ name, definition = '' }) => {
      const asked = /^label_values\((.*), \w+\)$/.exec(definition)?.[1];
      return asked === undefined ? [] : [{ where: `${file}: $${name}`, text: withVariables(asked) }];
    }),
  ]);
}

function withVariables(query: string): string {
  return query.replaceAll('$__rate_interval', '5m').replaceAll(/\$(\w+)/g, '$1');
}

/** The metrics that a query names, each with the labels of its selector. */
export function selectorsIn(query: string): readonly { readonly name: string; readonly labels: readonly string[] }[] {
  // What stands behind `by` are labels, and in brackets times.
  const rest = query
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '')
    .replaceAll(/\[[^\]]*\]/g, '');
  const found = rest.matchAll(/(?<![\w"])([a-z_:][\w:]*)\s*(\{[^}]*\})?(?!\s*\()(?![\w])/gi);
  return [...found]
    .map(([, name = '', labels = '']) => ({
      name,
      labels: [...labels.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label),
    }))
    .filter(({ name }) => !['and', 'or', 'unless', 'bool', 'offset'].includes(name));
}

/** The labels by which a query sums up. */
export function labelsIn(query: string): readonly string[] {
  return [...query.matchAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g)].flatMap(([, labels = '']) =>
    labels.split(',').map(label => label.trim()),
  );
}
