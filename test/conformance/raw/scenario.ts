// How the raw suite says what it asks: scenarios of a few requests in order, each in a namespace of its own.

/**
 * A method and a path. The methods `JSON`, `MERGE`, `STRATEGIC` and `APPLY` are PATCH with that content type.
 *
 * A path without a slash in front is in the scenario's namespace: `configmaps/a`, `apps/v1/deployments/a`. In paths and
 * bodies `{ns}` is the name of that namespace, `{uid:a}` and `{version:a}` are what the last answer about the object
 * `a` said, `{continue}` and `{listed}` what the last list did.
 */
export type Request = `${Method} ${string}`;
export type Method =
  | 'GET'
  | 'HEAD'
  | 'OPTIONS'
  | 'POST'
  | 'PUT'
  | 'DELETE'
  | 'PATCH'
  | 'JSON'
  | 'MERGE'
  | 'STRATEGIC'
  | 'APPLY';

/** Sent as JSON, but for texts and bytes, which are sent as they are. */
export type Body = object | string | Uint8Array;

export interface RequestOptions {
  /** By name in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

interface RequestParts extends RequestOptions {
  readonly request: Request;
  readonly body?: Body | undefined;
}

/** What a scenario does next. */
export type Step =
  | ({ readonly does: 'ask'; readonly name: string } & RequestParts)
  | ({ readonly does: 'given' } & RequestParts)
  | ({ readonly does: 'until'; readonly met: (answer: Answered) => boolean } & RequestParts)
  | ({
      readonly does: 'watch';
      readonly name: string;
      readonly events: number;
      readonly during: readonly Step[];
    } & RequestParts);

/** What `until` looks at. */
export interface Answered {
  readonly code: number;
  /** Parsed, if it is JSON. */
  readonly body: any;
}

/** Requests that build on each other. */
export interface Scenario {
  readonly about: string;
  readonly steps: readonly Step[];
}

/** A part of the API. */
export interface Area {
  readonly area: string;
  readonly scenarios: readonly Scenario[];
  /** Whether it asks about the whole cluster, so that nothing else may go on. Default: false. */
  readonly alone?: boolean;
}

export function area(name: string, ...scenarios: readonly Scenario[]): Area {
  return { area: name, scenarios };
}

export function scenario(about: string, ...steps: readonly (Step | readonly Step[])[]): Scenario {
  return { about, steps: steps.flat() };
}

/** A question; its answer is observed under what the scenario is about and `name`. */
export function ask(name: string, request: Request, body?: Body, options: RequestOptions = {}): Step {
  return { does: 'ask', name, request, body, ...options };
}

/** What has to be there; the answer has to be a good one, and is not observed. */
export function given(request: Request, body?: Body, options: RequestOptions = {}): Step {
  return { does: 'given', request, body, ...options };
}

/** Asks until the answer has this code, or is as wanted: for what controllers do. */
export function until(request: Request, wanted: number | ((answer: Answered) => boolean), body?: Body): Step {
  const met = typeof wanted === 'number' ? (answer: Answered) => answer.code === wanted : wanted;
  return { does: 'until', request, met, body };
}

/**
 * A watch from before `during` until so many events have come, or the server ends it. More events than that are not
 * looked for, so the last one is best something that comes in any case.
 */
export function watch(
  name: string,
  request: Request,
  events: number,
  during: readonly Step[] = [],
  options: RequestOptions = {},
): Step {
  return { does: 'watch', name, request, events, during, ...options };
}

/** Under which an answer is observed. */
export function observationName({ about }: Scenario, { name }: { readonly name: string }): string {
  return `${about}: ${name}`;
}

/** All questions of an area, without their answers. */
export function questionsOf({ scenarios }: Area): string[] {
  return scenarios.flatMap(scenario => named(scenario.steps).map(step => observationName(scenario, step)));
}

function named(steps: readonly Step[]): { readonly name: string }[] {
  return steps.flatMap(step => {
    if (step.does === 'watch') return [...named(step.during), step];
    return step.does === 'ask' ? [step] : [];
  });
}
