import { CustomResource, Default, type Defaulted, type Int32, Minimum, MinLength, Resource } from 'kubewright';

/** What a server needs. */
export class Server {
  /** Its image. */
  @MinLength(1) image!: string;
  /** How many of it. */
  @Minimum(0) replicas?: Int32;
  /** How it starts. */
  start!: 'Slow' | 'Fast' | 'Never';
  note?: string | null;
  @Default(80) port?: Defaulted<Int32>;
}

/** Each of them may be left alone. */
type Overrides<T> = { [K in keyof T]?: T[K] | null };

/** With other names. */
type Prefixed<T> = { [K in keyof T & string as `server-${K}`]: T[K] };

type OnlyTexts<T> = { [K in keyof T as T[K] extends string ? K : never]: T[K] };

const STRATEGIES = ['Surge', 'Recreate', 'Blue'] as const;
const CODES = { ok: 200, gone: 410, bad: 400 } as const;

export class ServersSpec {
  partial?: Partial<Server>;
  required?: Required<Server>;
  frozen?: Readonly<Server>;
  picked?: Pick<Server, 'image' | 'replicas'>;
  omitted?: Omit<Server, 'start' | 'port'>;
  both?: Pick<Server, 'image'> & Partial<Pick<Server, 'start'>> & { owner: string };
  overrides?: Overrides<Pick<Server, 'image' | 'replicas'>>;
  prefixed?: Prefixed<Pick<Server, 'image' | 'start'>>;
  texted?: { [K in keyof Server & string]: Server[K] };
  texts?: OnlyTexts<Pick<Server, 'image' | 'replicas'>>;
  sides?: Record<'right' | 'left', 'Thin' | 'Bold'>;
  start?: Server['start'];
  starts?: Server['start'][];
  strategy?: (typeof STRATEGIES)[number];
  code?: (typeof CODES)[keyof typeof CODES];
  names?: keyof Pick<Server, 'start' | 'image'>;
  gentle?: Exclude<Server['start'], 'Never'>;
  hard?: Extract<Server['start'], 'Never' | 'Fast'>;
  known?: NonNullable<Server['note']>;
  lower?: Lowercase<'B' | 'A'>;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Servers' })
export class Servers extends CustomResource<ServersSpec> {}
