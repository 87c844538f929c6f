// Finds OpenTelemetry, if the operator has it.
import type { TracerProvider } from '@opentelemetry/api';
import { type Clock, systemClock } from '../clock/clock.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import { OpenTelemetryTracing } from './open-telemetry.js';
import type { Tracing } from './tracing.js';
import type { TracingOptions } from './tracing-options.js';

/** Under this name the instances of `@opentelemetry/api` 1.x in a process find each other. */
const GLOBALS = Symbol.for('opentelemetry.js.api.1');

/** Where the times of spans come from, what they say of who made them, and who hears why there are none. */
export interface TracingSurroundings {
  readonly clock?: Clock | undefined;
  /** That of kubewright, where it is known. */
  readonly version?: string | undefined;
  readonly log?: Logger | undefined;
}

/**
 * @param wish undefined: where a tracer provider is registered by now. `true`: as `{}`.
 * @returns undefined where nothing is to be traced; `@opentelemetry/api` is not loaded then
 * @throws ExplainedError when it is wished for, and the package is not there
 */
export async function openTracing(
  wish: TracingOptions | boolean | undefined,
  { clock = systemClock, version, log }: TracingSurroundings = {},
): Promise<Tracing | undefined> {
  if (wish === false || (wish === undefined && !hasProvider())) return undefined;
  const options = typeof wish === 'object' ? wish : {};
  let api: typeof import('@opentelemetry/api');
  try {
    api = await import('@opentelemetry/api');
  } catch (error) {
    if (wish === undefined) {
      log?.warn('a tracer provider is registered, but kubewright cannot load @opentelemetry/api: no traces', { error });
      return undefined;
    }
    throw new ExplainedError(
      'tracing needs the package @opentelemetry/api: npm install @opentelemetry/api, or leave out the option tracing',
      { cause: error },
    );
  }
  const provider = options.tracerProvider as TracerProvider | undefined;
  return new OpenTelemetryTracing(api, (provider ?? api.trace).getTracer('kubewright', version), options, clock);
}

function hasProvider(): boolean {
  const globals = (globalThis as Readonly<Record<symbol, { readonly trace?: unknown } | undefined>>)[GLOBALS];
  return globals?.trace !== undefined;
}
