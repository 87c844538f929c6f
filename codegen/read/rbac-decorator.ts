// What `@Rbac(...)` says: a kind with verbs, or a rule in full.
import type { ts } from 'ts-morph';
import type { RbacRule } from '../model/api-model.js';
import { argumentAt, Options, optionsOf } from './decorator-arguments.js';
import { isKindArgument } from './kind-argument.js';
import { kindArgument, placeOf } from './named-kind.js';
import type { OurDecorator } from './our-decorators.js';
import type { Reading } from './reading.js';

/** The rule of one decorator; undefined, with errors, if it cannot be told. */
export function readRbac(decorator: OurDecorator, reading: Reading): RbacRule | undefined {
  const [first] = decorator.arguments;
  if (first === undefined) {
    const hint = "say @Rbac(Pod, ['create'])";
    reading.findings.error(decorator.node, 'KW0008', '@Rbac takes a kind and verbs, or a rule', hint);
    return undefined;
  }
  return isKindArgument(first, reading) ? ruleForKind(decorator, reading) : ruleInFull(decorator, first, reading);
}

const KIND_OPTIONS = ['namespace', 'roleName', 'subresource', 'resourceNames'];

function ruleForKind(decorator: OurDecorator, reading: Reading): RbacRule | undefined {
  const kind = kindArgument(decorator, reading);
  const [, list, narrowing] = decorator.arguments;
  if (list === undefined) {
    reading.findings.error(decorator.node, 'KW0008', '@Rbac has no verbs', "say @Rbac(Pod, ['create', 'delete'])");
    return undefined;
  }
  const verbs = argumentAt(list, 'the verbs of @Rbac', reading);
  const found = optionsOf(narrowing, '@Rbac', KIND_OPTIONS, reading);
  if (kind === undefined || verbs === undefined || found === undefined) return undefined;
  const options = new Options(new Map([...found, ['verbs', verbs]]), '@Rbac', reading);
  const known = options.strings('verbs');
  if (known === undefined) return undefined;
  const subresource = options.string('subresource');
  return {
    apiGroups: [kind.group],
    resources: [subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`],
    verbs: known,
    ...narrowed(options),
    origin: placeOf(decorator),
    said: options.said,
  };
}

const RULE_PARTS = ['groups', 'resources', 'verbs', 'resourceNames', 'urls', 'namespace', 'roleName'];

function ruleInFull(decorator: OurDecorator, argument: ts.Expression, reading: Reading): RbacRule | undefined {
  const found = optionsOf(argument, '@Rbac', RULE_PARTS, reading);
  if (found === undefined) return undefined;
  const options = new Options(found, '@Rbac', reading);
  const urls = options.strings('urls');
  const apiGroups = options.strings('groups')?.map(group => (group === 'core' ? '' : group));
  const resources = options.strings('resources');
  const verbs = options.strings('verbs');
  const needed = found.has('urls') ? ['verbs'] : ['groups', 'resources', 'verbs'];
  const missing = needed.filter(name => !found.has(name));
  for (const name of missing) {
    reading.findings.error(argument, 'KW0008', `@Rbac has no ${name}`, `add ${name}: ['...']`);
  }
  const rule = {
    apiGroups: apiGroups ?? [],
    resources: resources ?? [],
    verbs: verbs ?? [],
    ...(urls === undefined ? {} : { urls }),
    ...narrowed(options),
    origin: placeOf(decorator),
    said: options.said,
  };
  const isWhole = missing.length === 0 && options.fit;
  return isWhole ? rule : undefined;
}

function narrowed(options: Options): Pick<RbacRule, 'resourceNames' | 'namespace' | 'roleName'> {
  const resourceNames = options.strings('resourceNames');
  const namespace = options.string('namespace');
  const roleName = options.string('roleName');
  return {
    ...(resourceNames === undefined ? {} : { resourceNames }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(roleName === undefined ? {} : { roleName }),
  };
}
