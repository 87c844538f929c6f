// The RBAC rules that the decorators of a reconciler class ask for.
import type { ts } from 'ts-morph';
import type { RbacRule } from '../model/api-model.js';
import type { Origin } from '../model/diagnostic.js';
import { argumentAt, Options, optionsOf } from './decorator-arguments.js';
import {
  EVENT_GROUPS,
  EVENT_VERBS,
  INFORMER_VERBS,
  RECONCILES_FINALIZERS_VERBS,
  RECONCILES_STATUS_VERBS,
  RECONCILES_VERBS,
} from './implied-rules.js';
import { isKindArgument, kindOfArgument, type NamedKind } from './kind-argument.js';
import { originOf } from './origin.js';
import { type OurDecorator, ourDecorators } from './our-decorators.js';
import type { Reading } from './reading.js';

/** One rule or more for each decorator, in the order of the source; none for a class without such decorators. */
export function readController(declaration: ts.ClassDeclaration, reading: Reading): readonly RbacRule[] {
  const decorators = ourDecorators(declaration, reading.checker).filter(({ name }) => name in RULES);
  const reconciles = decorators.filter(({ name }) => name === 'Reconciles');
  for (const decorator of reconciles.slice(1)) {
    reading.findings.error(decorator.node, 'KW4002', 'a class has one @Reconciles', 'write a class for each kind');
  }
  if (reconciles.length === 0) {
    for (const { name, node } of decorators) {
      const hint = 'add @Reconciles(Kind): without it the class is never run, and its rules are not generated';
      reading.findings.error(node, 'KW4001', `@${name} is on a class without @Reconciles`, hint);
    }
  }
  return decorators.flatMap(decorator => RULES[decorator.name]?.(decorator, reading) ?? []);
}

const RULES: { readonly [decorator: string]: (decorator: OurDecorator, reading: Reading) => readonly RbacRule[] } = {
  Reconciles(decorator, reading) {
    const kind = kindArgument(decorator, reading);
    if (kind === undefined) return [];
    const { group, plural } = kind;
    const origin = placeOf(decorator);
    const status = { apiGroups: [group], resources: [`${plural}/status`], verbs: RECONCILES_STATUS_VERBS, origin };
    return [
      { apiGroups: [group], resources: [plural], verbs: RECONCILES_VERBS, origin },
      ...(kind.status ? [status] : []),
      { apiGroups: [group], resources: [`${plural}/finalizers`], verbs: RECONCILES_FINALIZERS_VERBS, origin },
      { apiGroups: EVENT_GROUPS, resources: ['events'], verbs: EVENT_VERBS, origin },
    ];
  },
  Owns: informerRule,
  Watches: informerRule,
  Rbac(decorator, reading) {
    const [first] = decorator.arguments;
    if (first === undefined) {
      reading.findings.error(
        decorator.node,
        'KW0008',
        '@Rbac takes a kind and verbs, or a rule',
        "say @Rbac(Pod, ['create'])",
      );
      return [];
    }
    const rule = isKindArgument(first, reading)
      ? ruleForKind(decorator, reading)
      : ruleInFull(decorator, first, reading);
    return rule === undefined ? [] : [rule];
  },
};

function informerRule(decorator: OurDecorator, reading: Reading): readonly RbacRule[] {
  const kind = kindArgument(decorator, reading);
  if (kind === undefined) return [];
  return [{ apiGroups: [kind.group], resources: [kind.plural], verbs: INFORMER_VERBS, origin: placeOf(decorator) }];
}

function ruleForKind(decorator: OurDecorator, reading: Reading): RbacRule | undefined {
  const kind = kindArgument(decorator, reading);
  const list = decorator.arguments[1];
  if (list === undefined) {
    reading.findings.error(decorator.node, 'KW0008', '@Rbac has no verbs', "say @Rbac(Pod, ['create', 'delete'])");
    return undefined;
  }
  const verbs = argumentAt(list, 'the verbs of @Rbac', reading);
  if (kind === undefined || verbs === undefined) return undefined;
  const options = new Options(new Map([['verbs', verbs]]), '@Rbac', reading);
  const known = options.strings('verbs');
  if (known === undefined) return undefined;
  return {
    apiGroups: [kind.group],
    resources: [kind.plural],
    verbs: known,
    origin: placeOf(decorator),
    said: options.said,
  };
}

const RULE_PARTS = ['groups', 'resources', 'verbs', 'resourceNames'];

function ruleInFull(decorator: OurDecorator, argument: ts.Expression, reading: Reading): RbacRule | undefined {
  const found = optionsOf(argument, '@Rbac', RULE_PARTS, reading);
  if (found === undefined) return undefined;
  const options = new Options(found, '@Rbac', reading);
  const apiGroups = options.strings('groups');
  const resources = options.strings('resources');
  const verbs = options.strings('verbs');
  const resourceNames = options.strings('resourceNames');
  for (const name of ['groups', 'resources', 'verbs']) {
    if (!found.has(name)) reading.findings.error(argument, 'KW0008', `@Rbac has no ${name}`, `add ${name}: ['...']`);
  }
  if (apiGroups === undefined || resources === undefined || verbs === undefined) return undefined;
  const names = resourceNames === undefined ? {} : { resourceNames };
  return { apiGroups, resources, verbs, ...names, origin: placeOf(decorator), said: options.said };
}

function kindArgument(decorator: OurDecorator, reading: Reading): NamedKind | undefined {
  const [node] = decorator.arguments;
  const kind = node && kindOfArgument(node, reading);
  if (kind !== undefined) return kind;
  reading.findings.unsure = true;
  const what =
    node === undefined
      ? `@${decorator.name} names no kind`
      : `${node.getText()} is no kind that can be read from the source`;
  const hint = 'name a class with @Resource({ group, version, kind }), or a constant such as Pod of kubewright/kinds';
  reading.findings.error(node ?? decorator.node, 'KW4003', what, hint);
  return undefined;
}

function placeOf(decorator: OurDecorator): Origin {
  return originOf(decorator.arguments[0] ?? decorator.node);
}
