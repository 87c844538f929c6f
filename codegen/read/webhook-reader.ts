// The admission webhooks that `@Defaults` and `@Validates` make of a class.

import type { Json } from '../../schema/structural-schema.js';
import type { WebhookModel } from '../model/api-model.js';
import { ts } from './compiler.js';
import { Options, optionsOf } from './decorator-arguments.js';
import type { NamedKind } from './kind-argument.js';
import { kindArgument, placeOf } from './named-kind.js';
import { type OurDecorator, ourDecorators } from './our-decorators.js';
import { resolved } from './package-names.js';
import type { Reading } from './reading.js';
import { classOf } from './resource-options.js';

export const WEBHOOK_DECORATORS: ReadonlySet<string> = new Set(['Defaults', 'Validates']);

/** The webhooks of a class, in the order of the source. */
export function readWebhooks(declaration: ts.ClassDeclaration, reading: Reading): readonly WebhookModel[] {
  const decorators = ourDecorators(declaration, reading.checker).filter(({ name }) => WEBHOOK_DECORATORS.has(name));
  const seen = new Set<string>();
  return decorators.flatMap(decorator => {
    const { name, node } = decorator;
    if (seen.has(name)) {
      reading.findings.error(node, 'KW5001', `a class has one @${name}`, 'write a class for each webhook');
      return [];
    }
    seen.add(name);
    const webhook = readWebhook(decorator, declaration, reading);
    return webhook === undefined ? [] : [webhook];
  });
}

/** The methods of each decorator, and the operation that each is asked about. */
const METHODS: { readonly [decorator: string]: { readonly [method: string]: readonly string[] } } = {
  Defaults: { default: ['CREATE', 'UPDATE'] },
  Validates: { validateCreate: ['CREATE'], validateUpdate: ['UPDATE'], validateDelete: ['DELETE'] },
};

const OPTIONS = [
  'name',
  'path',
  'url',
  'operations',
  'groups',
  'versions',
  'resources',
  'scope',
  'failurePolicy',
  'matchPolicy',
  'matchConditions',
  'namespaceSelector',
  'objectSelector',
  'timeoutSeconds',
  'sideEffects',
  'admissionReviewVersions',
  'configuration',
  'serviceName',
  'serviceNamespace',
  'servicePort',
];

function readWebhook(
  decorator: OurDecorator,
  declaration: ts.ClassDeclaration,
  reading: Reading,
): WebhookModel | undefined {
  const what = `@${decorator.name}`;
  const mutating = decorator.name === 'Defaults';
  const kind = kindArgument(decorator, reading);
  const names = mutating ? [...OPTIONS, 'reinvocationPolicy'] : OPTIONS;
  const found = optionsOf(decorator.arguments[1], what, names, reading);
  const implemented = implementedOperations(decorator, declaration, reading);
  if (kind === undefined || found === undefined || implemented === undefined) return undefined;

  const options = new Options(found, what, reading);
  const matchConditions = conditionsOf(options.list('matchConditions'));
  if (matchConditions === 'unfit') {
    const place = options.said.matchConditions ?? placeOf(decorator);
    const message = `matchConditions of ${what} takes a list of objects with name and expression`;
    reading.findings.error(place, 'KW0008', message);
  }
  const webhook = {
    type: mutating ? ('mutating' as const) : ('validating' as const),
    name: options.string('name') ?? nameOf(decorator.name, kind),
    path: options.string('path') ?? pathOf(decorator.name, kind),
    groups: options.strings('groups')?.map(group => (group === 'core' ? '' : group)) ?? [kind.group],
    versions: options.strings('versions') ?? [kind.version],
    resources: options.strings('resources') ?? [kind.plural],
    operations: options.strings('operations') ?? implemented,
    failurePolicy: options.string('failurePolicy') ?? 'Fail',
    sideEffects: options.string('sideEffects') ?? 'None',
    admissionReviewVersions: options.strings('admissionReviewVersions') ?? ['v1'],
    ...said({
      url: options.string('url'),
      scope: options.string('scope'),
      matchPolicy: options.string('matchPolicy'),
      reinvocationPolicy: options.string('reinvocationPolicy'),
      configurationName: options.string('configuration'),
      timeoutSeconds: options.number('timeoutSeconds'),
      namespaceSelector: options.object('namespaceSelector'),
      objectSelector: options.object('objectSelector'),
      matchConditions: matchConditions === 'unfit' ? undefined : matchConditions,
      service: serviceOf(options),
    }),
    implemented,
    origin: placeOf(decorator),
    said: options.said,
  };
  return options.fit && matchConditions !== 'unfit' ? webhook : undefined;
}

/** As kubewright names them: what the method does, the version, the resource and its group. */
function nameOf(decorator: string, { group, version, plural }: NamedKind): string {
  return `${decorator === 'Defaults' ? 'default' : 'validate'}-${version}.${plural}.${group || 'core'}`;
}

/** As controller-runtime and kubebuilder build it. */
function pathOf(decorator: string, { group, version, kind }: NamedKind): string {
  const verb = decorator === 'Defaults' ? 'mutate' : 'validate';
  return `/${verb}-${group.replaceAll('.', '-')}-${version}-${kind.toLowerCase()}`;
}

/** Base classes count: undefined, with an error, if there is no method at all. */
function implementedOperations(
  { name, node }: OurDecorator,
  declaration: ts.ClassDeclaration,
  { checker, findings }: Reading,
): readonly string[] | undefined {
  const methods = METHODS[name] ?? {};
  const type = checker.getTypeAtLocation(declaration);
  const there = Object.keys(methods).filter(method => type.getProperty(method) !== undefined);
  // Where a base class could not be loaded, methods may be missing.
  if (there.length < Object.keys(methods).length && extendsUnknown(declaration, checker)) findings.unsure = true;
  if (there.length > 0) return there.flatMap(method => methods[method] ?? []);
  const wanted = name === 'Defaults' ? 'default' : 'validateCreate, validateUpdate or validateDelete';
  findings.error(node, 'KW5002', `@${name} is on a class without a method ${wanted}`, 'write the method');
  return undefined;
}

/** A class that is its own base, which the compiler tells of, has none that is unknown. */
function extendsUnknown(
  declaration: ts.ClassDeclaration,
  checker: ts.TypeChecker,
  below: readonly ts.ClassDeclaration[] = [],
): boolean {
  if (below.includes(declaration)) return false;
  const clause = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0]?.expression;
  if (base === undefined) return false;
  const above = classOf(resolved(checker.getSymbolAtLocation(base), checker));
  return above === undefined || extendsUnknown(above, checker, [...below, declaration]);
}

function conditionsOf(list: readonly Json[] | undefined): WebhookModel['matchConditions'] | 'unfit' {
  if (list === undefined) return undefined;
  const conditions = list.flatMap(item => {
    const { name, expression, ...others } = (item ?? {}) as { readonly [key: string]: Json };
    const fits = typeof name === 'string' && typeof expression === 'string' && Object.keys(others).length === 0;
    return fits ? [{ name, expression }] : [];
  });
  return conditions.length === list.length ? conditions : 'unfit';
}

function serviceOf(options: Options): WebhookModel['service'] {
  const service = said({
    name: options.string('serviceName'),
    namespace: options.string('serviceNamespace'),
    port: options.number('servicePort'),
  });
  return Object.keys(service).length === 0 ? undefined : service;
}

type Said<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what is undefined. */
function said<T extends object>(values: T): Said<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Said<T>;
}
