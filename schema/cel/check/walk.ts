// Visits the nodes of a tree.
import type { Expression } from '../expression.js';

/** The nodes right below one, in the order in which cel-go plans their evaluation. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'literal':
    case 'identifier':
      return [];
    case 'select':
      return [node.operand];
    case 'call':
      return node.target === undefined ? node.arguments : [node.target, ...node.arguments];
    case 'list':
      return node.elements;
    case 'map':
      return node.entries.flatMap(entry => [entry.key, entry.value]);
    case 'struct':
      return node.fields.map(field => field.value);
    case 'comprehension':
      return [node.iterRange, node.accuInit, node.loopCondition, node.loopStep, node.result];
  }
}

/** All nodes; `within` tells the names of the functions that a node is an argument or target of, at any depth. */
export function* descendants(
  node: Expression,
  within: readonly string[] = [],
): Generator<{ readonly node: Expression; readonly within: readonly string[] }> {
  yield { node, within };
  const inner = node.kind === 'call' ? [...within, node.function] : within;
  for (const child of childrenOf(node)) yield* descendants(child, inner);
}
