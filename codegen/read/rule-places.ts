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

/** Looks at all rules in the classes, after the resources were read. */
export function checkRulePlaces(classes: readonly ts.ClassDeclaration[], reading: Reading): void {
  for (const declaration of classes) {
    refuseFieldRules(declaration, reading);
    for (const member of declaration.members) refuseAtMember(member, reading);
    warnUnused(declaration, reading);
  }
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

/** What stands at a class or its fields, and is nowhere in the output. */
function warnUnused(declaration: ts.ClassDeclaration, reading: Reading): void {
  const { fields, findings } = reading;
  const decorated = declaration.members.filter(member => rulesAt(member, reading).length > 0);
  const own = rulesAt(declaration, reading).filter(({ name }) => CLASS_RULES.has(name));
  const lost = decorated.length > 0 && !decorated.some(member => fields.has(member));
  const ownLost = own.length > 0 && !fields.has(declaration);
  if (!lost && !ownLost) return;
  const what = lost ? 'the decorators of its fields' : own.map(({ name }) => `@${name}`).join(' and ');
  const message = `no resource uses ${nameOf(declaration)}${lost ? '' : ' as it is'}, so ${what} ${lost || own.length > 1 ? 'do' : 'does'} nothing`;
  const hint = 'use it in the Spec or Status of an exported class with @Resource';
  findings.warning(declaration.name ?? declaration, 'KW2014', message, hint);
}

function nameOf(declaration: ts.ClassDeclaration): string {
  return declaration.name?.text ?? 'the class';
}

function ownName(member: ts.ClassElement): string {
  return nameOfNode(member).getText();
}
