// The Helm chart of the operator, made of what kustomize makes of config/.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { dump } from 'js-yaml';
import { boundDeployment, chartValues, type Feature } from './chart-values.js';
import { withEntry } from './edit-template.js';
import type { Manifest } from './kustomize.js';
import { merge } from './merge.js';
import { inline, plain, printTemplate, type Template } from './template.js';
import { valuesSchema, valuesYaml } from './values.js';

/** Stand for what the user of the chart says, until the text of a template is there. */
export const PLACEHOLDERS = { namePrefix: 'chart-prefix-', namespace: 'chart-namespace' };

/** What the chart is made of. Names and namespaces are those of `PLACEHOLDERS`. */
export interface ChartSources {
  readonly version: string;
  readonly description: string;
  readonly objects: readonly Manifest[];
  /** All objects with one feature switched on; the chart has a value for each. */
  readonly features: readonly (Feature & { readonly objects: readonly Manifest[] })[];
}

/**
 * The files of the chart: paths below its folder, and texts.
 * @throws Error where two features change the same object, which one template cannot say
 */
export function chartFiles({ version, description, objects, features }: ChartSources): ReadonlyMap<string, string> {
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  if (deployment === undefined) throw new Error('there is no Deployment');
  const templates = new Map<string, { readonly path: string; readonly text: string }>();
  let values = chartValues([], features);
  for (const object of allObjects(objects, features)) {
    // Helm has made it already, or is told to.
    if (object.kind === 'Namespace') continue;
    const { template, when } = templateOf(object, objects, features);
    const bound = isSame(object, deployment) ? boundDeployment(deployment, template) : undefined;
    if (bound !== undefined) values = chartValues(bound.values, features);
    const text = printTemplate(withHelmLabels(object, bound?.template ?? template));
    const path = `templates/${object.kind.toLowerCase()}-${object.metadata.name.replace(PLACEHOLDERS.namePrefix, '')}.yaml`;
    if (templates.has(path)) throw new Error(`two objects would be ${path}`);
    templates.set(path, { path, text: withNames(wholeWhen(conditions(object, when), text)) });
  }
  return new Map([
    ['Chart.yaml', chartYaml(version, description)],
    ['values.yaml', `# The values of the chart, as they are if nothing else is said.\n\n${valuesYaml(values)}`],
    ['values.schema.json', valuesSchema(values)],
    ['.helmignore', '.git/\n*.orig\n*.swp\n'],
    ...['_helpers.tpl', 'NOTES.txt'].map(name => [`templates/${name}`, ownFile(name)] as const),
    ...[...templates.values()].map(({ path, text }) => [path, text] as const),
  ]);
}

function allObjects(objects: readonly Manifest[], features: ChartSources['features']): readonly Manifest[] {
  const added = features.flatMap(feature =>
    feature.objects.filter(each => !objects.some(other => isSame(each, other))),
  );
  return [...objects, ...added];
}

/** What is the same with all features is there in any case. */
function templateOf(
  object: Manifest,
  objects: readonly Manifest[],
  features: ChartSources['features'],
): { readonly template: Template; readonly when: readonly string[] } {
  const when: string[] = [];
  let template = plain(object);
  const isUsual = objects.some(each => isSame(each, object));
  for (const { name, objects: others } of features) {
    const condition = `.Values.${name}.enabled`;
    const other = others.find(each => isSame(each, object));
    if (other === undefined) {
      if (isUsual) when.push(`not ${condition}`);
    } else if (!isUsual) {
      when.push(condition);
    } else if (!isDeepStrictEqual(other, object)) {
      if (template.kind !== 'plain') throw new Error(`two features change the ${object.kind} ${object.metadata.name}`);
      template = merge(object, other, condition);
    }
  }
  return { template, when };
}

function conditions({ kind }: Manifest, when: readonly string[]): readonly string[] {
  return kind === 'CustomResourceDefinition' ? ['.Values.crds.install', ...when] : when;
}

function wholeWhen(when: readonly string[], text: string): string {
  return when.reduceRight((inner, condition) => `{{- if ${condition} }}\n${inner}{{- end }}\n`, text);
}

/** As Helm's best practices have them; and what keeps it from deleting definitions. */
function withHelmLabels({ kind }: Manifest, template: Template): Template {
  const labels = {
    'app.kubernetes.io/managed-by': '{{ .Release.Service }}',
    'app.kubernetes.io/instance': '{{ .Release.Name | quote }}',
    'app.kubernetes.io/version': '{{ .Chart.AppVersion | quote }}',
    'helm.sh/chart': '{{ include "operator.chart" . }}',
  };
  const labelled = Object.entries(labels).reduce(
    (all, [key, text]) => withEntry(all, ['metadata', 'labels'], { key, content: inline(text) }),
    template,
  );
  if (kind !== 'CustomResourceDefinition') return labelled;
  const keep = { key: 'helm.sh/resource-policy', content: plain('keep'), when: '.Values.crds.keep' };
  return withEntry(labelled, ['metadata', 'annotations'], keep);
}

/** A namespace may be a number to YAML, if it stands alone. */
function withNames(text: string): string {
  return text
    .replace(new RegExp(`(?<=(: |- ))${PLACEHOLDERS.namespace}$`, 'gm'), '{{ .Release.Namespace | quote }}')
    .replaceAll(PLACEHOLDERS.namePrefix, '{{ include "operator.prefix" . }}-')
    .replaceAll(PLACEHOLDERS.namespace, '{{ .Release.Namespace }}');
}

function isSame(one: Manifest, other: Manifest): boolean {
  const [a, b] = [one.metadata, other.metadata];
  return (
    one.apiVersion === other.apiVersion && one.kind === other.kind && a.name === b.name && a.namespace === b.namespace
  );
}

function chartYaml(version: string, description: string): string {
  return dump({
    apiVersion: 'v2',
    name: 'redis-operator',
    description,
    type: 'application',
    version,
    appVersion: version,
    // The Pods wait before they stop by an action of 1.30.
    kubeVersion: '>=1.30.0-0',
  });
}

function ownFile(name: string): string {
  return readFileSync(new URL(`./chart/${name}`, import.meta.url), 'utf8');
}
