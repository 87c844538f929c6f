// Where a node stands in its file.

import type { Origin } from '../model/diagnostic.js';
import { ts } from './compiler.js';

/** A node without the comments before it. */
export function originOf(node: ts.Node): Origin {
  const file = node.getSourceFile();
  const start = node.getStart(file);
  return originAt(file, start, node.end - start);
}

/** A position that the compiler gave. @param length absent: only the beginning is known */
export function originAt(file: ts.SourceFile, position: number, length?: number): Origin {
  const { line, character } = file.getLineAndCharacterOfPosition(position);
  const start = { file: file.fileName, line: line + 1, column: character + 1 };
  if (length === undefined) return start;
  const end = file.getLineAndCharacterOfPosition(position + length);
  return { ...start, endLine: end.line + 1, endColumn: end.character + 1 };
}

/** The name that a declaration gives, or the node itself. */
export function nameOfNode(node: ts.Node): ts.Node {
  return ts.getNameOfDeclaration(node as ts.Declaration) ?? node;
}
