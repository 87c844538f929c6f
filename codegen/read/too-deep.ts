// A source that nests so deeply that the compiler runs out of stack, or of time.
import type { SourceTree } from '../files/source-tree.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { ts } from './compiler.js';
import { originAt } from './origin.js';

/** Runs it; if the stack does not suffice, tells where the files nest most deeply. */
export function unlessTooDeep<T>(run: () => T, files: () => readonly string[], tree: SourceTree): T | Diagnostic {
  try {
    return run();
  } catch (error) {
    if (!isFullStack(error)) throw error;
    const deepest = files()
      .map(file => ({ file, ...deepestPlace(tree.readFile(file) ?? '') }))
      .reduce((one, other) => (other.depth > one.depth ? other : one), { file: '', ...deepestPlace('') });
    // Then it is our own fault.
    if (deepest.depth < LEAST) throw error;
    const { file, line, column } = deepest;
    return tooDeep({ file, line, column });
  }
}

/** What no compiler should be given, even if its stack suffices: it takes minutes, because it looks up from each level to all above it. */
export function tooDeepFor(files: readonly ts.SourceFile[]): Diagnostic | undefined {
  for (const file of files) {
    // A level takes a character or more.
    if (file.isDeclarationFile || file.text.length < MOST || shallow.has(file)) continue;
    const waiting: [node: ts.Node, depth: number][] = [[file, 0]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [node, depth] = next;
      if (depth > MOST) return tooDeep(originAt(file, node.getStart(file)));
      ts.forEachChild(node, below => {
        waiting.push([below, depth + 1]);
      });
    }
    shallow.add(file);
  }
  return undefined;
}

/** While watching, files that have not changed are the same objects. */
const shallow = new WeakSet<ts.SourceFile>();

/** Levels of syntax; brackets in brackets are one or two each. */
const MOST = 1000;

function tooDeep(place: Origin): Diagnostic {
  return {
    ...place,
    code: 'KW0012',
    severity: 'error',
    message: 'this nests too deeply to be read',
    hint: 'write it with fewer brackets in brackets, or name some of its parts',
  };
}

/** Fewer brackets do not fill a stack. */
const LEAST = 50;

function isFullStack(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
}

/** The first place with the most open brackets and signs before it. Texts and comments are not told apart. */
function deepestPlace(text: string) {
  let [brackets, signs, line, lineStart] = [0, 0, 1, 0];
  let deepest = { depth: 0, line: 1, column: 1 };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\n') [line, lineStart] = [line + 1, at + 1];
    if ('([{<'.includes(character)) brackets++;
    if (')]}'.includes(character) || (character === '>' && text[at - 1] !== '=')) brackets = Math.max(0, brackets - 1);
    if ('-+!~'.includes(character)) signs++;
    else if (character !== ' ') signs = 0;
    const depth = brackets + signs;
    if (depth > deepest.depth) deepest = { depth, line, column: at - lineStart + 1 };
  }
  return deepest;
}
