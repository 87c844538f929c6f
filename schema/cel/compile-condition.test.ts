// Holds match conditions against what k8s.io/apiserver v0.36.3 makes of them: the first line of the refusal.
import { expect, test } from 'vitest';
import { compileCondition } from './compile-condition.js';
import { formatIssues } from './format-issues.js';

test.each([
  ['object.spec.name', 'no bool'],
  ["object.spec.name == 'a'", undefined],
  ["request.userInfo.username == 'a'", undefined],
  ["request.user.username == 'a'", "<input>:1:8: undefined field 'user'"],
  ["'system:nodes' in request.userInfo.groups", undefined],
  ["request.userInfo.extra['a'].exists(x, x == 'b')", undefined],
  ["request.kind.group == '' && request.resource.resource == 'pods'", undefined],
  ["request.resource.kind == ''", "<input>:1:17: undefined field 'kind'"],
  ["request.options.fieldManager == 'x'", undefined],
  ['request.dryRun', undefined],
  ["request.uid == 'a'", "<input>:1:8: undefined field 'uid'"],
  ['request.object == null', "<input>:1:8: undefined field 'object'"],
  ["namespaceObject.metadata.labels['a'] == 'b'", undefined],
  ["namespaceObject.metadata.uid == 'b'", "<input>:1:25: undefined field 'uid'"],
  ["namespaceObject.metadata.UID == 'b'", undefined],
  ["namespaceObject.status.conditions[0].type == 'a'", undefined],
  ["namespaceObject.status.conditions[0].lastTransitionTime < timestamp('2020-01-01T00:00:00Z')", undefined],
  ['namespaceObject.spec.finalizers.size() == 0', undefined],
  ["authorizer.group('').resource('pods').check('get').allowed()", undefined],
  ["authorizer.requestResource.check('create').allowed()", undefined],
  ["authorizer.requestResource.check('create')", 'no bool'],
  ["authorizer.path('/x').check('get').allowed()", undefined],
  [
    "authorizer.serviceAccount('a', 'b').group('').resource('pods').namespace('x').name('y').subresource('z').check('get').reason() == ''",
    undefined,
  ],
  ['self.x == 1', "<input>:1:1: undeclared reference to 'self' (in container '')"],
  ['params.x == 1', "<input>:1:1: undeclared reference to 'params' (in container '')"],
  ['variables.x', "<input>:1:1: undeclared reference to 'variables' (in container '')"],
  ['object == oldObject', undefined],
  ["object.metadata.name.matches('[')", '<input>:1:30: invalid matches argument'],
  ["duration('x') > duration('1s')", '<input>:1:10: invalid duration argument'],
  ['true', undefined],
  ['1', 'no bool'],
  [
    'object.spec ==',
    "<input>:1:15: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}",
  ],
  ['has(object.spec) && !has(oldObject.spec)', undefined],
])('%s', (text, refusal) => {
  expect(verdict(text)).toBe(refusal);
});

function verdict(text: string): string | undefined {
  const compiled = compileCondition(text);
  if ('issues' in compiled) return formatIssues(text, compiled.issues).split('\n')[0]?.replace('ERROR: ', '');
  return compiled.type.kind === 'bool' ? undefined : 'no bool';
}
