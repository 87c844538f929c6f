// Fields that a subclass declares anew: the decorators of the base class are on another field.
import { ts } from './compiler.js';
import type { ReadField } from './field-rules.js';
import { nameOfNode } from './origin.js';
import { type OurDecorator, ourDecorators } from './our-decorators.js';
import type { Reading } from './reading.js';

/** Warns of rules that the subclass does not repeat. */
export function warnOverridden(field: ReadField, own: readonly OurDecorator[], reading: Reading): void {
  const { declaration } = field;
  const said = new Set(own.map(({ name }) => name));
  for (const inherited of declaration === undefined ? [] : overridden(declaration, reading)) {
    const lost = ourDecorators(inherited, reading.checker).filter(({ name }) => !said.has(name));
    reading.fields.add(inherited);
    if (declaration === undefined || lost.length === 0) continue;
    const rules = lost.map(({ name }) => `@${name}`).join(' and ');
    const from = (inherited.parent as ts.ClassDeclaration).name?.text ?? 'the base class';
    const message = `${field.path} is declared anew, without ${rules} of ${from}`;
    reading.findings.warning(nameOfNode(field.node), 'KW2015', message, 'say the rules here too, if they still hold');
  }
}

function overridden(declaration: ts.Declaration, { checker }: Reading): readonly ts.Declaration[] {
  const { parent } = declaration;
  const name = ts.getNameOfDeclaration(declaration);
  if (!ts.isClassDeclaration(parent) || name === undefined) return [];
  const field = checker.getSymbolAtLocation(name)?.escapedName;
  const type = checker.getTypeAtLocation(parent) as ts.InterfaceType;
  return checker.getBaseTypes(type).flatMap(base => {
    const found =
      field === undefined ? undefined : base.getProperty(ts.unescapeLeadingUnderscores(field))?.valueDeclaration;
    return found === undefined || found === declaration ? [] : [found];
  });
}
