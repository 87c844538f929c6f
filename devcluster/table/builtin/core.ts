// The rows of small kinds of the core group.
import { builtinPrinter } from '../builtin-printer.js';

type Entries = Readonly<Record<string, string>>;

interface ConfigMap {
  readonly data?: Entries;
  readonly binaryData?: Entries;
}

export const configMapPrinter = builtinPrinter<ConfigMap>('ConfigMap', ({ data, binaryData }) => ({
  Data: countOf(data) + countOf(binaryData),
}));

interface Secret {
  readonly type?: string;
  readonly data?: Entries;
}

export const secretPrinter = builtinPrinter<Secret>('Secret', ({ type, data }) => ({
  Type: type ?? '',
  Data: countOf(data),
}));

export const serviceAccountPrinter = builtinPrinter('ServiceAccount');

interface Namespace {
  readonly status?: { readonly phase?: string };
}

export const namespacePrinter = builtinPrinter<Namespace>('Namespace', ({ status }) => ({
  Status: status?.phase ?? '',
}));

interface ResourceQuota {
  readonly status?: { readonly hard?: Entries; readonly used?: Entries };
}

export const resourceQuotaPrinter = builtinPrinter<ResourceQuota>('ResourceQuota', ({ status }) => {
  const { hard = {}, used = {} } = status ?? {};
  const [limits, requests] = [true, false].map(wanted =>
    Object.keys(hard)
      .sort()
      .filter(resource => resource.startsWith('limits.') === wanted)
      .map(resource => `${resource}: ${used[resource] ?? '0'}/${hard[resource]}`)
      .join(', '),
  );
  return { Request: requests, Limit: limits };
});

function countOf(entries: Entries = {}): number {
  return Object.keys(entries).length;
}
