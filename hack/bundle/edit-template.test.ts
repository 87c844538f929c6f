import { describe, expect, it } from 'vitest';
import { replaced, withEntry, withItem } from './edit-template.js';
import { inline, plain, printTemplate } from './template.js';

const deployment = plain({ spec: { containers: [{ name: 'm', args: ['--a'] }] } });
const container = ['spec', 'containers', 0];

describe('a template', () => {
  it.each([
    [
      'another content',
      replaced(deployment, [...container, 'name'], () => inline('{{ .x }}')),
      '    - name: {{ .x }}\n',
    ],
    [
      'one more item',
      withItem(deployment, [...container, 'args'], { content: plain('--b') }),
      '        - --a\n        - --b\n',
    ],
    ['one more key', withEntry(deployment, container, { key: 'image', content: plain('i') }), '      image: i\n'],
    [
      'another of that key',
      withEntry(deployment, container, { key: 'args', content: plain([]) }),
      '    - name: m\n      args: []\n',
    ],
    [
      'a map that was missing',
      withEntry(deployment, ['spec', 'labels'], { key: 'a', content: plain('b') }),
      '  labels:\n    a: b\n',
    ],
  ])('gets %s', (_, template, expected) => {
    expect(printTemplate(template)).toContain(expected);
  });

  it.each([
    ['a key', ['spec', 'template', 'x'], 'there is no template.x'],
    ['a map', ['spec', 'containers', 'x'], 'there is no map here'],
    ['a list', ['spec', 0], 'there is no list here'],
  ])('tells of %s that is missing', (_, path, message) => {
    expect(() => replaced(deployment, path, content => content)).toThrow(message);
  });
});
