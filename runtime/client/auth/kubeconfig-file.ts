// Kubeconfig files as they are written, and several of them as one.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { ConfigError } from '../config-error.js';
import { Fields } from './fields.js';

/** What several files say together. Of a name that stands in more than one, the first file counts, as in kubectl. */
export interface Kubeconfig {
  readonly files: readonly string[];
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, Fields>;
  readonly clusters: ReadonlyMap<string, Fields>;
  readonly users: ReadonlyMap<string, Fields>;
}

/** @throws ConfigError when one of them cannot be read, or is no kubeconfig */
export function readKubeconfig(files: readonly string[]): Kubeconfig {
  const read = [...new Set(files)].map(readOne);
  return {
    files,
    currentContext: read.map(one => one.text('current-context')).find(name => name !== undefined),
    contexts: merged(read, 'contexts', 'context'),
    clusters: merged(read, 'clusters', 'cluster'),
    users: merged(read, 'users', 'user'),
  };
}

function readOne(file: string): Fields {
  try {
    return checked(new Fields(parsed(readFileSync(file, 'utf8')) ?? {}, file, ''));
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    const why = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    // Without its cause, and without what the parser quotes: passwords are among the lines around the fault.
    throw new ConfigError(`the kubeconfig ${file} cannot be read: ${why?.replace(/ ("[^"]*"|!<[^>]*>)/g, '')}`);
  }
}

/** Another kind of file is refused, as by kubectl; one that does not say its kind is taken for a kubeconfig. */
function checked(fields: Fields): Fields {
  for (const [name, only] of Object.entries({ apiVersion: 'v1', kind: 'Config' })) {
    const said = fields.text(name) ?? only;
    if (said !== only) throw fields.wrong(name, `is "${said}", and that of a kubeconfig is ${only}`);
  }
  return fields;
}

/** An empty file says nothing, and is no fault; the parser finds it one. */
function parsed(text: string): unknown {
  return text.replace(/^\s*(#.*)?$/gm, '') === '' ? {} : load(text);
}

function merged(read: readonly Fields[], list: string, field: string): Map<string, Fields> {
  const entries = new Map<string, Fields>();
  for (const one of read) {
    const own = new Map<string, Fields>();
    for (const entry of one.mappings(list)) {
      const name = entry.requiredText('name');
      if (own.has(name)) throw new ConfigError(`the kubeconfig ${one.file} has two ${list} named "${name}"`);
      own.set(name, entry.mapping(field) ?? new Fields({}, one.file, `${entry.path}.${field}`));
    }
    for (const [name, entry] of own) if (!entries.has(name)) entries.set(name, entry);
  }
  return entries;
}
