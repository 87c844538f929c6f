// The bounds of `Condition`. It is a type of this package, whose declaration files hold no decorators, so its rules are kept
// here. They are those of `metav1.Condition` in apimachinery.

import type { LeafSchema } from '../model/schema-node.js';
import { ts } from './compiler.js';
import { packagePath } from './package-names.js';

const RULES: { readonly [field: string]: LeafSchema } = {
  type: {
    maxLength: 316,
    pattern:
      '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$',
  },
  observedGeneration: { minimum: 0 },
  reason: { minLength: 1, maxLength: 1024, pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$' },
  message: { maxLength: 32768 },
};

/** The keywords of a field of `Condition`; none for all other fields. */
export function conditionRules(declaration: ts.Declaration | undefined): LeafSchema {
  const owner = declaration?.parent;
  if (declaration === undefined || owner === undefined || !ts.isInterfaceDeclaration(owner)) return {};
  if (owner.name.text !== 'Condition') return {};
  const isOurs = packagePath(owner.getSourceFile().fileName)?.startsWith('decorators/condition.') ?? false;
  const name = ts.getNameOfDeclaration(declaration)?.getText() ?? '';
  return (isOurs && Object.hasOwn(RULES, name) && RULES[name]) || {};
}
