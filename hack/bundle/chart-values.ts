// Which places of the objects are values of the chart. What they are by default stands in config/.
import { type Path, replaced, withEntry, withItem } from './edit-template.js';
import { imageName } from './image-name.js';
import type { Json, JsonObject, Manifest } from './kustomize.js';
import { inline, type Template } from './template.js';
import type { ChartValue } from './values.js';

/** A part of the chart that is there or not. */
export interface Feature {
  /** Such as `certManager`; its value is `certManager.enabled`. */
  readonly name: string;
  readonly about: string;
}

const BOOLEAN = { type: 'boolean' };
const STRING = { type: 'string' };
const TEXTS = { type: 'object', additionalProperties: STRING };
const OBJECTS = { type: 'array', items: { type: 'object' } };

/** What is said of no place of an object. */
const OF_THE_WHOLE: readonly ChartValue[] = [
  {
    name: 'namePrefix',
    about: 'What the names of all objects begin with; where it is empty, the name of the release.',
    schema: { type: 'string', pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$' },
    byDefault: '',
  },
  {
    name: 'crds.install',
    about: 'Whether the CustomResourceDefinitions are installed, and upgraded, with the chart.',
    schema: BOOLEAN,
    byDefault: true,
  },
  {
    name: 'crds.keep',
    about:
      'Whether they stay when the chart is uninstalled. With them goes every Redis, which the operator has to be there for.',
    schema: BOOLEAN,
    byDefault: true,
  },
];

/** Makes a place of the Deployment a value. */
interface Binding {
  readonly value: Omit<ChartValue, 'byDefault'>;
  /** From the manager's Deployment. */
  readonly at: Path;
  /**
   * `scalar`: stands in place of what is there. `filled`: too, and nothing stands there where it is empty. `items`, `entries`:
   * more of what is there. Default of the last three, where nothing is there: `ifMissing`.
   */
  readonly as: 'scalar' | 'filled' | 'items' | 'entries';
  readonly ifMissing?: Json;
}

const POD: Path = ['spec', 'template', 'spec'];
const MANAGER: Path = [...POD, 'containers', 0];

const BINDINGS: readonly Binding[] = [
  {
    value: {
      name: 'replicas',
      about: 'How many Pods: all answer webhooks, one leads.',
      schema: { type: 'integer', minimum: 0 },
    },
    at: ['spec', 'replicas'],
    as: 'scalar',
  },
  {
    value: {
      name: 'image.pullPolicy',
      about: 'IfNotPresent or Always; where it is empty, what Kubernetes does.',
      schema: { enum: ['', 'Always', 'IfNotPresent', 'Never'] },
    },
    at: [...MANAGER, 'imagePullPolicy'],
    as: 'filled',
    ifMissing: '',
  },
  {
    value: { name: 'imagePullSecrets', about: 'Secrets to pull the image with: [{ name: ... }].', schema: OBJECTS },
    at: [...POD, 'imagePullSecrets'],
    as: 'filled',
    ifMissing: [],
  },
  {
    value: {
      name: 'args',
      about: 'More flags of the operator, such as --log-format=text; its --help has them all.',
      schema: { type: 'array', items: STRING },
    },
    at: [...MANAGER, 'args'],
    as: 'items',
    ifMissing: [],
  },
  {
    value: { name: 'env', about: 'More variables of its environment, such as HTTPS_PROXY.', schema: OBJECTS },
    at: [...MANAGER, 'env'],
    as: 'items',
    ifMissing: [],
  },
  {
    value: { name: 'resources', about: 'What the container asks for, and may use.', schema: { type: 'object' } },
    at: [...MANAGER, 'resources'],
    as: 'filled',
  },
  {
    value: { name: 'podLabels', about: 'More labels of the Pods.', schema: TEXTS },
    at: ['spec', 'template', 'metadata', 'labels'],
    as: 'entries',
    ifMissing: {},
  },
  {
    value: { name: 'podAnnotations', about: 'More annotations of the Pods.', schema: TEXTS },
    at: ['spec', 'template', 'metadata', 'annotations'],
    as: 'entries',
    ifMissing: {},
  },
  {
    value: { name: 'priorityClassName', about: 'The PriorityClass of the Pods.', schema: STRING },
    at: [...POD, 'priorityClassName'],
    as: 'filled',
    ifMissing: '',
  },
  {
    value: { name: 'nodeSelector', about: 'Labels that the nodes of the Pods have to have.', schema: TEXTS },
    at: [...POD, 'nodeSelector'],
    as: 'filled',
    ifMissing: {},
  },
  {
    value: { name: 'tolerations', about: 'Taints of nodes that are no hindrance.', schema: OBJECTS },
    at: [...POD, 'tolerations'],
    as: 'filled',
    ifMissing: [],
  },
  {
    value: {
      name: 'affinity',
      about: 'Which nodes the Pods go to, and beside which Pods.',
      schema: { type: 'object' },
    },
    at: [...POD, 'affinity'],
    as: 'filled',
    ifMissing: {},
  },
  {
    value: {
      name: 'topologySpreadConstraints',
      about: 'How the Pods are spread over nodes and zones.',
      schema: OBJECTS,
    },
    at: [...POD, 'topologySpreadConstraints'],
    as: 'filled',
  },
];

/**
 * The values of a chart with these features, and what the template of the Deployment becomes.
 * @param deployment as config/ has it
 * @throws Error where it does not have what a value stands for
 */
export function boundDeployment(
  deployment: Manifest,
  template: Template,
): { readonly template: Template; readonly values: readonly ChartValue[] } {
  const { repository, tag, digest } = imageName(
    String([...MANAGER, 'image'].reduce<Json | undefined>(step, deployment)),
  );
  const image: ChartValue[] = [
    {
      name: 'image.repository',
      about: 'Where the image is.',
      schema: { type: 'string', minLength: 1 },
      byDefault: repository,
    },
    { name: 'image.tag', about: 'Its tag; may be empty where there is a digest.', schema: STRING, byDefault: tag },
    {
      name: 'image.digest',
      about: 'Its digest, which counts more than the tag; may be empty.',
      schema: { type: 'string', pattern: '^(sha256:[0-9a-f]{64})?$', examples: [`sha256:${'0'.repeat(64)}`] },
      byDefault: digest,
    },
  ];
  const { index, level } = logLevelOf(deployment);
  const logLevel = {
    name: 'logLevel',
    about: 'debug, info, warn or error; and those of modules that differ: info,cache=debug.',
    schema: { type: 'string', pattern: `^${LEVEL}(,${LEVEL})*$` },
    byDefault: level,
  };
  const bound = BINDINGS.map(binding => ({ ...binding.value, byDefault: defaultOf(binding, deployment) }));
  const named = [
    [[...MANAGER, 'image'], '{{ include "operator.image" . }}'],
    [[...MANAGER, 'args', index], '--log-level={{ .Values.logLevel }}'],
  ] as const;
  const withNamed = named.reduce((all, [path, text]) => replaced(all, path, () => inline(text)), template);
  const [first, ...rest] = bound as [ChartValue, ...ChartValue[]];
  return { template: BINDINGS.reduce(bind, withNamed), values: [first, ...image, logLevel, ...rest] };
}

/** All values, in the order of values.yaml. */
export function chartValues(ofDeployment: readonly ChartValue[], features: readonly Feature[]): readonly ChartValue[] {
  const switches = features.map(({ name, about }) => ({
    name: `${name}.enabled`,
    about,
    schema: BOOLEAN,
    byDefault: false,
  }));
  return [...ofDeployment, ...switches, ...OF_THE_WHOLE];
}

function bind(template: Template, { value, at, as, ifMissing }: Binding): Template {
  const from = `.Values.${value.name}`;
  const [key, path] = [String(at.at(-1)), at.slice(0, -1)];
  switch (as) {
    case 'scalar':
      return replaced(template, at, () => inline(`{{ ${from} }}`));
    case 'filled':
      return withEntry(template, path, { key, filledBy: from, isText: ifMissing === '' });
    case 'items':
      return withItem(template, at, { each: from });
    case 'entries':
      return withEntry(template, at, { each: from });
  }
}

function defaultOf({ at, as, ifMissing, value }: Binding, deployment: Manifest): Json {
  const found = as === 'items' || as === 'entries' ? undefined : at.reduce<Json | undefined>(step, deployment);
  const byDefault = found ?? ifMissing;
  if (byDefault === undefined)
    throw new Error(`the Deployment has no ${at.join('.')}, for which the value ${value.name} stands`);
  return byDefault;
}

function step(value: Json | undefined, key: string | number): Json | undefined {
  return (value as JsonObject | undefined)?.[key];
}

const LOG_LEVEL = '--log-level=';
/** One of `LOG_LEVELS`, or that of a module. */
const LEVEL = '([a-zA-Z0-9_./-]+=)?(debug|info|warn|error|fatal)';

function logLevelOf(deployment: Manifest): { readonly index: number; readonly level: string } {
  const args = [...MANAGER, 'args'].reduce<Json | undefined>(step, deployment) as readonly string[];
  const index = args.findIndex(arg => arg.startsWith(LOG_LEVEL));
  if (index < 0) throw new Error(`the manager has no argument ${LOG_LEVEL}`);
  return { index, level: args[index]?.slice(LOG_LEVEL.length) ?? '' };
}
