// Whether our verdict of a definition is that of an API server.
import type { JudgedDefinition } from '../../schema/definition/definition.js';
import { withDefaults } from '../../schema/definition/definition.js';
import { definitionErrors } from '../../schema/definition/definition-errors.js';
import type { SpoiltDefinition } from './spoil.js';

/** What somebody says of a definition. */
export interface Judgement {
  readonly taken: boolean;
  /** The fields with errors, each once, sorted. */
  readonly fields: readonly string[];
  readonly messages: readonly string[];
}

export interface Comparison {
  readonly spoilt: SpoiltDefinition;
  readonly ours: Judgement;
  /** Undefined if the server could not read it at all, which says nothing about its checks. */
  readonly theirs: Judgement | undefined;
}

/** The answer to the creation of a definition, without creating it. */
export type Ask = (
  definition: object,
) => Promise<{ readonly code: number; readonly body: { readonly [key: string]: unknown } }>;

export async function compare(spoilt: SpoiltDefinition, ask: Ask): Promise<Comparison> {
  return { spoilt, ours: ourJudgement(spoilt.definition), theirs: theirJudgement(await ask(spoilt.definition)) };
}

export function ourJudgement(definition: object): Judgement {
  // What JSON cannot say is not there.
  const sent = JSON.parse(JSON.stringify(definition)) as JudgedDefinition;
  return judgement(definitionErrors(withDefaults(sent)));
}

function theirJudgement({ code, body }: Awaited<ReturnType<Ask>>): Judgement | undefined {
  if (code === 201) return judgement([]);
  const { causes } = (body.details ?? {}) as { causes?: readonly Cause[] };
  return code === 422 && causes !== undefined ? judgement(causes) : undefined;
}

interface Cause {
  readonly field?: string;
  readonly message: string;
}

function judgement(causes: readonly Cause[]): Judgement {
  // The status follows from the spec, and the server tells of it again.
  const ofSpec = causes.filter(({ field = '' }) => !field.startsWith('status.'));
  const fields = new Set(ofSpec.map(({ field = '' }) => field));
  const messages = new Set(ofSpec.map(({ field = '', message }) => `${field}: ${message}`));
  return { taken: causes.length === 0, fields: [...fields].sort(), messages: [...messages].sort() };
}

/** How alike the judgements are. */
export interface Agreement {
  readonly asked: number;
  readonly unreadable: number;
  /** Both take it, or both refuse it. */
  readonly verdicts: number;
  /** And for the same fields. */
  readonly fields: number;
  /** And in the same words. */
  readonly messages: number;
  readonly taken: number;
  readonly disagreements: readonly Comparison[];
  readonly otherFields: readonly Comparison[];
  readonly otherMessages: readonly Comparison[];
}

export function agreementOf(all: readonly Comparison[]): Agreement {
  const read = all.filter(({ theirs }) => theirs !== undefined);
  const by = (same: (ours: Judgement, theirs: Judgement) => boolean) =>
    read.filter(({ ours, theirs }) => theirs !== undefined && !same(ours, theirs));
  const disagreements = by((ours, theirs) => ours.taken === theirs.taken);
  const otherFields = by((ours, theirs) => `${ours.fields}` === `${theirs.fields}`);
  const otherMessages = by((ours, theirs) => `${ours.messages}` === `${theirs.messages}`);
  return {
    asked: read.length,
    unreadable: all.length - read.length,
    verdicts: read.length - disagreements.length,
    fields: read.length - otherFields.length,
    messages: read.length - otherMessages.length,
    taken: read.filter(({ theirs }) => theirs?.taken).length,
    disagreements,
    otherFields: otherFields.filter(({ ours, theirs }) => ours.taken === theirs?.taken),
    otherMessages: otherMessages.filter(({ ours, theirs }) => `${ours.fields}` === `${theirs?.fields}`),
  };
}
