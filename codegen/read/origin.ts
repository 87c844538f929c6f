// Where a node stands in its file.
import { ts } from 'ts-morph';
import type { Origin } from '../model/diagnostic.js';

/** The first character of a node, after its comments. */
export function originOf(node: ts.Node): Origin {
  const file = node.getSourceFile();
  return originAt(file, node.getStart(file));
}

/** A position that the compiler gave. */
export function originAt(file: ts.SourceFile, position: number): Origin {
  const { line, character } = file.getLineAndCharacterOfPosition(position);
  return { file: file.fileName, line: line + 1, column: character + 1 };
}

/** The name that a declaration gives, or the node itself. */
export function nameOfNode(node: ts.Node): ts.Node {
  return ts.getNameOfDeclaration(node as ts.Declaration) ?? node;
}
