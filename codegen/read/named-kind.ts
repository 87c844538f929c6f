// The kind that is the first argument of a decorator of behaviour, and the decorator's place.
import type { Origin } from '../model/diagnostic.js';
import { kindOfArgument, type NamedKind } from './kind-argument.js';
import { originOf } from './origin.js';
import type { OurDecorator } from './our-decorators.js';
import type { Reading } from './reading.js';

/** The kind; an error if there is none. */
export function kindArgument(decorator: OurDecorator, reading: Reading): NamedKind | undefined {
  const [node] = decorator.arguments;
  const kind = node && kindOfArgument(node, reading);
  if (kind !== undefined) return kind;
  reading.findings.unsure = true;
  const what =
    node === undefined
      ? `@${decorator.name} names no kind`
      : `${node.getText()} is no kind that can be read from the source`;
  const hint = 'name a class with @Resource({ group, version, kind }), or a constant such as Pod of kubewright/kinds';
  reading.findings.error(node ?? decorator.node, 'KW4003', what, hint);
  return undefined;
}

/** What findings about a decorator point at. */
export function placeOf(decorator: OurDecorator): Origin {
  return originOf(decorator.arguments[0] ?? decorator.node);
}
