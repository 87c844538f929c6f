// Reads fields of a file that people write, and says where one is not what it must be.
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../config-error.js';

/** A mapping in a kubeconfig, and where it stands. Fields that are absent, null or empty text are undefined. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  /** The file that it is in. */
  readonly file: string;
  /** Its path in the file; empty at the top. */
  readonly path: string;

  /** @throws ConfigError when the value is no mapping */
  constructor(value: unknown, file: string, path: string) {
    this.file = file;
    this.path = path;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.#wrong(path, `must be a mapping, got ${kindOfValue(value)}`);
    }
    this.#values = value as Record<string, unknown>;
  }

  text(name: string): string | undefined {
    const value = this.#values[name] ?? '';
    if (typeof value === 'string') return value || undefined;
    throw this.wrong(name, `must be text, got ${kindOfValue(value)}. Put it in quotes`);
  }

  /** @throws ConfigError when it is absent */
  requiredText(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw this.wrong(name, 'is missing');
    return text;
  }

  /** The path of a file, found from the folder of this one when it is relative. */
  pathOf(name: string): string | undefined {
    const path = this.text(name);
    return path === undefined ? undefined : resolve(dirname(resolve(this.file)), path);
  }

  /** Text that is written in base64. */
  decoded(name: string): string | undefined {
    const text = this.text(name)?.replace(/\s/g, '');
    if (text === undefined) return undefined;
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw this.wrong(name, 'is not base64');
    return Buffer.from(text, 'base64').toString('utf8');
  }

  flag(name: string): boolean {
    const value = this.#values[name] ?? false;
    if (typeof value === 'boolean') return value;
    throw this.wrong(name, `must be true or false, got ${kindOfValue(value)}`);
  }

  /** Any value, as it is. */
  value(name: string): unknown {
    return this.#values[name] ?? undefined;
  }

  mapping(name: string): Fields | undefined {
    const value = this.#values[name] ?? undefined;
    return value === undefined ? undefined : new Fields(value, this.file, this.#pathTo(name));
  }

  mappings(name: string): Fields[] {
    return this.#list(name).map((value, index) => new Fields(value, this.file, `${this.#pathTo(name)}[${index}]`));
  }

  texts(name: string): string[] {
    return this.#list(name).map((value, index) => {
      if (typeof value === 'string') return value;
      throw this.wrong(`${name}[${index}]`, `must be text, got ${kindOfValue(value)}. Put it in quotes`);
    });
  }

  /** The names of all fields. */
  names(): string[] {
    return Object.keys(this.#values);
  }

  /** The error that points at a field. */
  wrong(name: string, how: string): ConfigError {
    return this.#wrong(this.#pathTo(name), how);
  }

  /** The beginning of a message about what a field names: its value follows. */
  naming(name: string): string {
    return `the kubeconfig ${this.file} cannot be used: ${this.#pathTo(name)} names`;
  }

  #list(name: string): readonly unknown[] {
    const value = this.#values[name] ?? [];
    if (Array.isArray(value)) return value;
    throw this.wrong(name, `must be a list, got ${kindOfValue(value)}`);
  }

  #pathTo(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  #wrong(path: string, how: string): ConfigError {
    return new ConfigError(`the kubeconfig ${this.file} cannot be used: ${path || 'it'} ${how}`);
  }
}

function kindOfValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`;
}
