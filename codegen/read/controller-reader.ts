// The RBAC rules that the decorators of a class with behaviour ask for: of a reconciler, or of one with webhooks.
import type { ts } from 'ts-morph';
import type { RbacRule } from '../model/api-model.js';
import { checkApplied, saysApply } from './applied-kinds.js';
import { hiddenRules, OF_BEHAVIOUR } from './hidden-rules.js';
import {
  APPLY_VERBS,
  EVENT_GROUPS,
  EVENT_VERBS,
  INFORMER_VERBS,
  RECONCILES_FINALIZERS_VERBS,
  RECONCILES_STATUS_VERBS,
  RECONCILES_VERBS,
} from './implied-rules.js';
import { kindArgument, placeOf } from './named-kind.js';
import { nameOfNode, originOf } from './origin.js';
import { type OurDecorator, ourDecorators } from './our-decorators.js';
import { readRbac } from './rbac-decorator.js';
import type { Reading } from './reading.js';
import { WEBHOOK_DECORATORS } from './webhook-reader.js';

/** One rule or more for each decorator, in the order of the source; none for a class without such decorators. */
export function readController(declaration: ts.ClassDeclaration, reading: Reading): readonly RbacRule[] {
  const all = ourDecorators(declaration, reading.checker);
  const decorators = all.filter(({ name }) => name in RULES);
  const reconciles = decorators.filter(({ name }) => name === 'Reconciles');
  for (const decorator of reconciles.slice(1)) {
    reading.findings.error(decorator.node, 'KW4002', 'a class has one @Reconciles', 'write a class for each kind');
  }
  const hasWebhook = all.some(({ name }) => WEBHOOK_DECORATORS.has(name));
  const homeless = reconciles.length > 0 ? [] : decorators.filter(({ name }) => !hasWebhook || name !== 'Rbac');
  for (const { name, node } of homeless) {
    const hint = 'add @Reconciles(Kind): without it the class is never run, and its rules are not generated';
    reading.findings.error(node, 'KW4001', `@${name} is on a class without @Reconciles`, hint);
  }
  for (const hidden of hiddenRules(declaration, reading.checker, OF_BEHAVIOUR)) {
    const message = `${hidden.getText()} says something of kubewright that cannot be read from the source`;
    reading.findings.error(
      hidden,
      'KW0007',
      message,
      "write kubewright's decorator at the class, or keep its call in a constant",
    );
  }
  if (reconciles.length > 0) checkApplied(declaration, decorators, reading);
  const declaredOn = originOf(nameOfNode(declaration));
  return decorators.flatMap(decorator =>
    (RULES[decorator.name]?.(decorator, reading) ?? []).map(rule => ({ ...rule, declaredOn })),
  );
}

const RULES: { readonly [decorator: string]: (decorator: OurDecorator, reading: Reading) => readonly RbacRule[] } = {
  Reconciles(decorator, reading) {
    const kind = kindArgument(decorator, reading);
    if (kind === undefined) return [];
    const { group, plural } = kind;
    const shared = { origin: placeOf(decorator), impliedBy: written(decorator) };
    const status = { apiGroups: [group], resources: [`${plural}/status`], verbs: RECONCILES_STATUS_VERBS };
    const finalizers = { apiGroups: [group], resources: [`${plural}/finalizers`], verbs: RECONCILES_FINALIZERS_VERBS };
    return [
      { apiGroups: [group], resources: [plural], verbs: RECONCILES_VERBS, ...shared },
      ...(kind.status ? [{ ...status, ...shared }] : []),
      { ...finalizers, ...shared },
      { apiGroups: EVENT_GROUPS, resources: ['events'], verbs: EVENT_VERBS, ...shared },
    ];
  },
  Owns(decorator, reading) {
    const rules = kindRule(decorator, INFORMER_VERBS, written(decorator), reading);
    if (!saysApply(decorator, reading)) return rules;
    const impliedBy = written(decorator, ', { apply: true }');
    return [...rules, ...rules.map(rule => ({ ...rule, verbs: APPLY_VERBS, impliedBy }))];
  },
  Watches: (decorator, reading) => kindRule(decorator, INFORMER_VERBS, written(decorator), reading),
  /** What is outside of the cluster needs no rule; but it is of no use on a class that is never run. */
  TriggeredBy: () => [],
  Rbac(decorator, reading) {
    const rule = readRbac(decorator, reading);
    return rule === undefined ? [] : [rule];
  },
};

function kindRule(
  decorator: OurDecorator,
  verbs: readonly string[],
  impliedBy: string,
  reading: Reading,
): readonly RbacRule[] {
  const kind = kindArgument(decorator, reading);
  if (kind === undefined) return [];
  const { group, plural } = kind;
  return [{ apiGroups: [group], resources: [plural], verbs, origin: placeOf(decorator), impliedBy }];
}

/** Without what else it is told: `@Owns(Pod)`. */
function written({ name, arguments: [kind] }: OurDecorator, option = ''): string {
  return `@${name}(${kind?.getText() ?? ''}${option})`;
}
