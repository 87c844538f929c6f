// Which format whoever asks would like best.
import type { TextFormat } from './text-format.js';

/**
 * The first of the formats in an `Accept` header that we have, by its weights; else `text`. As Go's client library, which takes
 * no account of other versions.
 */
export function acceptedFormat(accept: string | undefined): TextFormat {
  const wishes = (accept ?? '').split(',').map(wishOf);
  wishes.sort((a, b) => b.weight - a.weight);
  for (const { type, version, weight } of wishes) {
    if (weight === 0) continue;
    if (type === 'application/openmetrics-text' && ['', '0.0.1', '1.0.0'].includes(version)) return 'openMetrics';
    if (type === 'text/plain' && ['', '0.0.4'].includes(version)) return 'text';
  }
  return 'text';
}

interface Wish {
  readonly type: string;
  readonly version: string;
  readonly weight: number;
}

function wishOf(text: string): Wish {
  const [type = '', ...parameters] = text.split(';').map(part => part.trim().toLowerCase());
  const given = new Map(
    parameters.map(parameter => {
      const [name = '', value = ''] = parameter.split('=', 2);
      return [name.trim(), value.trim()] as const;
    }),
  );
  const weight = Number(given.get('q') ?? 1);
  return { type, version: given.get('version') ?? '', weight: Number.isNaN(weight) ? 0 : weight };
}

/** Whether whoever asks takes gzip: `Accept-Encoding`. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  return (acceptEncoding ?? '')
    .split(',')
    .map(wishOf)
    .some(({ type, weight }) => (type === 'gzip' || type === '*') && weight > 0);
}
