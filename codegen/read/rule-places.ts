// Rules that stand where they do nothing: at members that are no fields, at the wrong kind of thing, or at classes that no
// resource uses.
import { ts } from './compiler.js';
import { CLASS_RULES } from './object-rules.js';
import { nameOfNode } from './origin.js';
import { afterAt, type OurDecorator, ourDecorators } from './our-decorators.js';
import type { Reading } from './reading.js';
import { RULE_KEYWORDS } from './rule-keywords.js';

/** The names of all rules. */
const RULES: ReadonlySet<string> = new Set([
  ...Object.keys(RULE_KEYWORDS),
  'Items',
  'Values',
  'Keys',
  'Rules',
  'Schemaless',
]);

/** The decorators that make a resource of a class, or say more of it. */
const OF_RESOURCES: ReadonlySet<string> = new Set([
  'Resource',
  'Subresource',
  'PrintColumn',
  'SelectableField',
  'ConvertsTo',
]);

/** What of a class is in the output only if some resource uses it. */
export interface RuledClass {
  readonly declaration: ts.ClassDeclaration;
  /** Its members with rules. */
  readonly members: readonly ts.ClassElement[];
  /** The names of the rules at the class itself. */
  readonly own: readonly string[];
}

/** Looks at all rules in the classes, and answers with the classes that have some. */
export function findRules(classes: readonly ts.ClassDeclaration[], reading: Reading): readonly RuledClass[] {
  return classes.flatMap(declaration => {
    refuseFieldRules(declaration, reading);
    for (const member of declaration.members) refuseAtMember(member, reading);
    const members = declaration.members.filter(member => rulesAt(member, reading).length > 0);
    const own = rulesAt(declaration, reading)
      .map(({ name }) => name)
      .filter(name => CLASS_RULES.has(name));
    return members.length > 0 || own.length > 0 ? [{ declaration, members, own }] : [];
  });
}

/** Of what stands at a class or its fields, and is nowhere in the output. `fields` is all that the resources have. */
export function warnUnused(
  { declaration, members, own }: RuledClass,
  { fields, findings }: Pick<Reading, 'fields' | 'findings'>,
): void {
  const lost = members.length > 0 && !members.some(member => fields.has(member));
  const ownLost = own.length > 0 && !fields.has(declaration);
  if (!lost && !ownLost) return;
  const what = lost ? 'the decorators of its fields' : own.map(name => `@${name}`).join(' and ');
  const message = `no resource uses ${nameOf(declaration)}${lost ? '' : ' as it is'}, so ${what} ${lost || own.length > 1 ? 'do' : 'does'} nothing`;
  const hint = 'use it in the Spec or Status of an exported class with @Resource';
  findings.warning(declaration.name ?? declaration, 'KW2014', message, hint);
}

function rulesAt(node: ts.Node, { checker }: Reading): readonly OurDecorator[] {
  return ourDecorators(node, checker).filter(({ name }) => RULES.has(name));
}

/** At a class stand rules for whole objects only. */
function refuseFieldRules(declaration: ts.ClassDeclaration, reading: Reading): void {
  for (const decorator of rulesAt(declaration, reading)) {
    const { name } = decorator;
    if (CLASS_RULES.has(name)) continue;
    const message = `@${name} is for fields, and ${nameOf(declaration)} is a class`;
    reading.findings.error(decorator.node, 'KW2021', message, 'write it in front of the field that it is for');
  }
}

function refuseAtMember(member: ts.ClassElement, reading: Reading): void {
  const what = noField(member);
  const found = ourDecorators(member, reading.checker);
  for (const decorator of found) {
    const { name } = decorator;
    if (OF_RESOURCES.has(name)) {
      const message = `@${name} is for classes, and ${ownName(member)} is a member of one`;
      reading.findings.error(afterAt(decorator), 'KW2021', message, 'write it in front of the class');
    } else if (what !== undefined && RULES.has(name)) {
      const message = `@${name} is for fields, and ${ownName(member)} is ${what}`;
      reading.findings.error(afterAt(decorator), 'KW2021', message, 'an API type holds data only; drop the decorator');
    }
  }
}

function noField(member: ts.ClassElement): string | undefined {
  if (ts.isMethodDeclaration(member)) return 'a method';
  if (ts.isAccessor(member)) return 'an accessor';
  if (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) return 'static: no object has it';
  return undefined;
}

function nameOf(declaration: ts.ClassDeclaration): string {
  return declaration.name?.text ?? 'the class';
}

function ownName(member: ts.ClassElement): string {
  return nameOfNode(member).getText();
}
