// What a project can say of its manifests in package.json.
import { labelProblems, pathSegmentProblems } from '../../schema/names.js';

/** How much of what Kubernetes says of its own types stands in definitions. */
export type CoreDescriptions = 'none' | 'summary' | 'full';

/** The key `kubewright` of a package.json, and the options that have the same names. */
export interface Config {
  /** The output folder, relative to the folder of the tsconfig; default `config`. */
  readonly outputDir?: string;
  /** The name of the ClusterRole; default `manager-role`. */
  readonly roleName?: string;
  /** Whether to write what kubebuilder scaffolds too: bindings, roles for people, the Service of webhooks; default true. */
  readonly scaffold?: boolean;
  /**
   * How much of the descriptions of Kubernetes' own types stands in the definitions: `none`, `summary` (the first sentence of
   * each, the default) or `full`, with which a PodTemplateSpec makes a definition too large for `kubectl apply`.
   */
  readonly coreDescriptions?: CoreDescriptions;
  /** The most characters that a description in a definition may have; 0 drops all, and default is no limit. */
  readonly maxDescriptionLength?: number;
  /** The Service of the operator's webhooks; default `webhook-service` in the namespace `system`, port 443. */
  readonly webhookService?: { readonly name?: string; readonly namespace?: string; readonly port?: number };
  /**
   * Which files of the tsconfig may declare something: patterns as in its `include`, relative to its folder. Others are
   * read only as far as these import them. Default: all.
   */
  readonly include?: readonly string[];
  /** Which of those declare nothing all the same; default: none. */
  readonly exclude?: readonly string[];
}

/** What a value has to be, in words, and whether it is. */
export interface Rule {
  readonly must: string;
  readonly holds: (value: unknown) => boolean;
  /** Of the keys within. */
  readonly keys?: Readonly<Record<string, Rule>>;
}

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const text: Rule = { must: 'be a text', holds: isText };
/** RBAC names are path segments of a URL. */
const roleName: Rule = {
  must: "be a name without '/' and '%', such as manager-role",
  holds: value => isText(value) && pathSegmentProblems(value as string).length === 0,
};
/** Names of Services and namespaces. */
const label: Rule = {
  must: "be at most 63 lower-case letters, digits and '-', such as webhook-service",
  holds: value => isText(value) && labelProblems(value as string).length === 0,
};
const patterns: Rule = {
  must: 'be a list of patterns, such as ["api"]',
  holds: value => Array.isArray(value) && value.length > 0 && value.every(isText),
};

/** By key. */
export const CONFIG_RULES: Readonly<Record<keyof Config, Rule>> = {
  outputDir: text,
  roleName,
  scaffold: { must: 'be true or false', holds: value => typeof value === 'boolean' },
  coreDescriptions: {
    must: 'be "none", "summary" or "full"',
    holds: value => ['none', 'summary', 'full'].includes(value as string),
  },
  maxDescriptionLength: {
    must: 'be a whole number of 0 or more',
    holds: value => Number.isInteger(value) && (value as number) >= 0,
  },
  webhookService: {
    must: 'be an object',
    holds: value => typeof value === 'object' && value !== null && !Array.isArray(value),
    keys: {
      name: label,
      namespace: label,
      port: {
        must: 'be a port from 1 to 65535',
        holds: value => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65535,
      },
    },
  },
  include: patterns,
  exclude: patterns,
};
