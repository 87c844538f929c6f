// Where the lines of a text stand in the source, so that what is wrong inside it can be pointed at.

import type { Origin } from '../model/diagnostic.js';
import { ts } from './compiler.js';
import { originAt } from './origin.js';

/**
 * The place of each line as `<name>:0`, `<name>:1` and so on. Empty unless the text is written out without escapes and
 * gaps. `text` may lack the space around the text, and the indent of its lines.
 */
export function placesOfLines(name: string, node: ts.Expression, text: string): { readonly [line: string]: Origin } {
  if (!ts.isStringLiteralLike(node)) return {};
  const file = node.getSourceFile();
  const raw = node.getText(file).slice(1, -1);
  // These end lines of the source, and not of the text.
  if (raw !== node.text || /[\u2028\u2029]/.test(raw)) return {};
  let offset = raw === text ? 0 : raw.length - raw.trimStart().length;
  const rawLines = raw.slice(offset).split('\n');
  const places = text.split('\n').map((line, index): [string, Origin] => {
    const rawLine = rawLines[index] ?? '';
    const indent = index === 0 ? 0 : Math.max(0, rawLine.trimEnd().length - line.trimEnd().length);
    const origin = originAt(file, node.getStart(file) + 1 + offset + indent);
    offset += rawLine.length + 1;
    return [`${name}:${index}`, origin];
  });
  return Object.fromEntries(places);
}
