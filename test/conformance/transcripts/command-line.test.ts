import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.js';

test.each([
  ['get pods  -A', { variables: {}, args: ['get', 'pods', '-A'] }],
  [`patch cm a -p '{"data": {"a": "b"}}'`, { variables: {}, args: ['patch', 'cm', 'a', '-p', '{"data": {"a": "b"}}'] }],
  [`get -o jsonpath="{.a['b']}"`, { variables: {}, args: ['get', '-o', `jsonpath={.a['b']}`] }],
  ["label cm a x=''", { variables: {}, args: ['label', 'cm', 'a', 'x='] }],
  ['apply -f - < a.yaml', { variables: {}, args: ['apply', '-f', '-'], input: 'a.yaml' }],
  ["KUBE_EDITOR='replace a=b c' edit cm a", { variables: { KUBE_EDITOR: 'replace a=b c' }, args: ['edit', 'cm', 'a'] }],
])('%s', (text, expected) => {
  expect(parseCommandLine(text)).toEqual(expected);
});

test('a quote has to be closed', () => {
  expect(() => parseCommandLine("get 'pods")).toThrow('not closed');
});
