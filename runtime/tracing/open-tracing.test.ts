// When there is something to trace with.
import { trace } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { fileURL, nodeProgram } from '../../test/node-program.js';
import { recordSpans } from '../../test/recorded-spans.js';
import { openTracing } from './open-tracing.js';

afterEach(() => trace.disable());

describe('with @opentelemetry/api', () => {
  it('nothing is traced by default, as long as no provider is registered', async () => {
    expect(await openTracing(undefined)).toBeUndefined();
    expect(await openTracing(false)).toBeUndefined();
    expect(await openTracing(true)).toBeDefined();
  });

  it('is traced by default with the provider that is registered, but not against the will of the user', async () => {
    const { provider, all } = recordSpans();
    trace.setGlobalTracerProvider(provider);
    expect(await openTracing(false)).toBeUndefined();
    const tracing = await openTracing(undefined, { version: '1.2.3' });
    const about = { name: 'thing', kind: 'Thing', apiVersion: 'example.com/v1' };
    tracing
      ?.controller(about)
      .begin({ key: 'a', name: 'a', reconcileId: '1', causes: () => [] })
      .end('success');
    expect(all.map(({ name, instrumentationScope }) => [name, instrumentationScope])).toContainEqual([
      'process thing',
      expect.objectContaining({ name: 'kubewright', version: '1.2.3' }),
    ]);
  });
});

describe('without @opentelemetry/api', () => {
  /** A process in which the package is not there; prints what comes of the code, and which modules of it were asked for. */
  async function outcome(code: string): Promise<{ readonly result: unknown; readonly asked: readonly string[] }> {
    const program = nodeProgram(
      { 'runtime/client/create-client.ts': 'createClient', 'runtime/controller/controller.ts': 'Controller' },
      `
      import { registerHooks } from 'node:module';
      const asked = [];
      registerHooks({
        resolve(specifier, context, next) {
          if (!specifier.startsWith('@opentelemetry/')) return next(specifier, context);
          asked.push(specifier);
          throw Object.assign(new Error('Cannot find package ' + specifier), { code: 'ERR_MODULE_NOT_FOUND' });
        },
      });
      const { openTracing } = await import(${JSON.stringify(fileURL('runtime/tracing/open-tracing.ts'))});
      const result = await (async () => { ${code} })();
      console.log(JSON.stringify({ result, asked, loaded: typeof createClient + typeof Controller }));
      `,
      'files',
    );
    return JSON.parse(await program.line());
  }

  it('it is not even looked for', async () => {
    expect(await outcome(`return String(await openTracing(undefined));`)).toMatchObject({
      result: 'undefined',
      asked: [],
    });
  });

  it('who wishes for traces is told what is missing', async () => {
    expect(await outcome(`return openTracing({}).catch(error => error.message);`)).toMatchObject({
      result:
        'tracing needs the package @opentelemetry/api: npm install @opentelemetry/api, or leave out the option tracing',
      asked: ['@opentelemetry/api'],
    });
  });

  it('a provider that cannot be reached is told of, and the operator runs', async () => {
    const { result } = await outcome(`
      globalThis[Symbol.for('opentelemetry.js.api.1')] = { version: '1.9.0', trace: {} };
      const lines = [];
      const log = { warn: line => lines.push(line) };
      return [String(await openTracing(undefined, { log })), ...lines];
    `);
    expect(result).toEqual([
      'undefined',
      'a tracer provider is registered, but kubewright cannot load @opentelemetry/api: no traces',
    ]);
  });
});
