// Configurations of admission webhooks: defaults, and what is wrong with them.
import { area, ask, given, type Step, scenario } from '../scenario.js';

const PATH = '/apis/admissionregistration.k8s.io/v1';
const MUTATING = `${PATH}/mutatingwebhookconfigurations` as const;
const VALIDATING = `${PATH}/validatingwebhookconfigurations` as const;

const RULE = { operations: ['CREATE'], apiGroups: ['{ns}.example.com'], apiVersions: ['v1'], resources: ['things'] };
const WEBHOOK = {
  name: 'check.things.example.com',
  rules: [RULE],
  clientConfig: { url: 'https://127.0.0.1:9443/check' },
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
};

const configuration = (...webhooks: readonly object[]) => ({ metadata: { name: '{ns}-a' }, webhooks });

/** One change of a good webhook. */
function webhook(name: string, change: object): Step {
  return ask(name, `POST ${MUTATING}?dryRun=All`, configuration({ ...WEBHOOK, ...change }));
}

function rule(name: string, change: object): Step {
  return webhook(name, { rules: [{ ...RULE, ...change }] });
}

function url(text: string): Step {
  return webhook(`a URL: ${text}`, { clientConfig: { url: text } });
}

function service(name: string, change: object): Step {
  return webhook(name, { clientConfig: { service: { name: 'hook', namespace: 'hooks', ...change } } });
}

function condition(name: string, ...matchConditions: readonly object[]): Step {
  return webhook(name, { matchConditions });
}

function expression(text: string): Step {
  return condition(`a condition: ${text}`, { name: 'a', expression: text });
}

const selector = (operator: string, values?: readonly string[]) => ({
  matchExpressions: [{ key: 'a', operator, ...(values && { values }) }],
});

export const webhookConfigurations = area(
  'webhook configurations',
  scenario(
    'a webhook',
    webhook('that is good', {}),
    ask('that validates', `POST ${VALIDATING}?dryRun=All`, configuration(WEBHOOK)),
    ask('that validates and is asked again', `POST ${VALIDATING}?dryRun=All&fieldValidation=Strict`, {
      ...configuration({ ...WEBHOOK, reinvocationPolicy: 'IfNeeded' }),
    }),
    ask('twice', `POST ${MUTATING}?dryRun=All`, configuration(WEBHOOK, WEBHOOK)),
    ask('not at all', `POST ${MUTATING}?dryRun=All`, configuration()),
    ask('with nothing in it', `POST ${MUTATING}?dryRun=All`, configuration({})),
    ...['a.b', 'A.b.c', 'a..c', '', '1.2.3'].map(name => webhook(`named "${name}"`, { name })),
    ...[0, 1, 30, 31].map(timeoutSeconds => webhook(`that has ${timeoutSeconds} seconds`, { timeoutSeconds })),
    ...['NoneOnDryRun', 'Some', 'Unknown', ''].map(sideEffects =>
      webhook(`with side effects: ${sideEffects}`, { sideEffects }),
    ),
    ...['Ignore', 'fail', ''].map(failurePolicy => webhook(`that fails as: ${failurePolicy}`, { failurePolicy })),
    webhook('that matches in another way', { matchPolicy: 'Equal' }),
    webhook('that is asked again in another way', { reinvocationPolicy: 'Always' }),
    ...[[], ['v1beta1'], ['v2'], ['v2', 'v1'], ['v1', 'v1'], ['V1', 'v1']].map(admissionReviewVersions =>
      webhook(`of the versions ${admissionReviewVersions}`, { admissionReviewVersions }),
    ),
    webhook('with labels that are none', { objectSelector: { matchLabels: { 'a b': '-' } } }),
    ...[selector('In'), selector('Exists', ['a']), selector('Gt', ['1']), selector('In', ['a b'])].map(each =>
      webhook(`with ${JSON.stringify(each)}`, { namespaceSelector: each }),
    ),
  ),
  scenario(
    'rules',
    rule('that say nothing', { operations: [], apiGroups: [], apiVersions: [], resources: [] }),
    rule('of all operations, and others', { operations: ['CREATE', '*'] }),
    rule('of an operation that there is not', { operations: ['create'] }),
    rule('of all groups, and others', { apiGroups: ['', '*'] }),
    rule('of all versions, and others', { apiVersions: ['v1', '*'] }),
    rule('of no version', { apiVersions: [''] }),
    rule('of a scope that there is not', { scope: 'cluster' }),
    ...[
      ['*/*'],
      ['*/*', 'a'],
      ['*', 'a'],
      ['a', '*'],
      ['*', 'a/b'],
      ['a/*', 'a/b'],
      ['a/b', 'a/*'],
      ['*/b', 'a/b'],
      ['a', 'a'],
      ['a', ''],
    ].map(resources => rule(`of ${JSON.stringify(resources)}`, { resources })),
  ),
  scenario(
    'the place of a webhook',
    webhook('that is none', { clientConfig: {} }),
    webhook('that is two', { clientConfig: { url: 'https://host', service: { name: 'a', namespace: 'b' } } }),
    ...[
      'https://host:9443/path',
      'http://host',
      'host',
      'https://',
      'https://user@host/',
      'https://host/?a',
      'https://host/#a',
      'https://[::1]:80/a',
      'HTTPS://host',
      ' https://host',
    ].map(url),
    service('that is a Service', {}),
    service('without a namespace', { namespace: '' }),
    service('without a name', { name: '' }),
    ...[0, 65_536].map(port => service(`at port ${port}`, { port })),
    ...['/', '/a/', 'a', '//', '/a//b', '/A', '/a_b'].map(path => service(`at ${path}`, { path })),
    webhook('with a certificate that is none', { clientConfig: { url: 'https://host', caBundle: 'YWJj' } }),
    webhook('with a certificate that is no base64', { clientConfig: { url: 'https://host', caBundle: '*' } }),
  ),
  scenario(
    'conditions',
    ...['true', 'object.a > 0', 'object.a', '1', 'self.a', 'object.', '', '  ', "request.uid == ''"].map(expression),
    condition('of one name', { name: 'a', expression: 'true' }, { name: 'a', expression: 'true' }),
    condition('of other names', { name: 'example.com/a', expression: 'true' }, { name: 'a b', expression: 'true' }),
    condition('without a name', { expression: 'true' }),
    condition('that are many', ...Array.from({ length: 65 }, (_, at) => ({ name: `c${at}`, expression: 'true' }))),
  ),
  scenario(
    'changes',
    given(`POST ${MUTATING}`, configuration(WEBHOOK)),
    ask('of nothing', `MERGE ${MUTATING}/{ns}-a`, {}),
    ask('of a webhook', `JSON ${MUTATING}/{ns}-a`, [
      { op: 'replace', path: '/webhooks/0/failurePolicy', value: 'Ignore' },
    ]),
    ask('to a bad one', `JSON ${MUTATING}/{ns}-a`, [{ op: 'replace', path: '/webhooks/0/timeoutSeconds', value: 31 }]),
    ask('without a version', `PUT ${MUTATING}/{ns}-a`, configuration(WEBHOOK)),
    ask('to none', `DELETE ${MUTATING}/{ns}-a`),
  ),
  scenario(
    'a name',
    ask('that is kept for files', `POST ${MUTATING}?dryRun=All`, {
      ...configuration(WEBHOOK),
      metadata: { name: '{ns}.static.k8s.io' },
    }),
    ask('that is none', `POST ${MUTATING}?dryRun=All`, { ...configuration(WEBHOOK), metadata: { name: 'A_b' } }),
  ),
);
