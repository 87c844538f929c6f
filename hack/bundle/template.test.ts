import { describe, expect, it } from 'vitest';
import { merge } from './merge.js';
import { inline, plain, printTemplate, type Template } from './template.js';

describe('printTemplate', () => {
  it.each<[string, Template, string]>([
    ['plain values as YAML', plain({ a: 1, b: ['x', { c: null }], d: {} }), 'a: 1\nb:\n  - x\n  - c: null\nd: {}\n'],
    [
      'texts that YAML would take for something else',
      plain({ a: 'yes', b: '1', c: 'x: y' }),
      "a: 'yes'\nb: '1'\nc: 'x: y'\n",
    ],
    ['braces that are not for Helm', plain('{{ $labels.pod }} waits'), '\'{{ "{{" }} $labels.pod }} waits\'\n'],
    [
      'keys and items in place, and conditions around them',
      {
        kind: 'map',
        entries: [
          { key: 'replicas', content: inline('{{ .Values.replicas }}') },
          {
            key: 'args',
            content: {
              kind: 'list',
              items: [
                { content: plain('--a') },
                { content: plain('--b'), when: '.Values.b' },
                { each: '.Values.args' },
              ],
            },
          },
          { key: 'volumes', content: plain([{ name: 'v' }]), when: 'not .Values.b' },
        ],
      },
      [
        'replicas: {{ .Values.replicas }}',
        'args:',
        '  - --a',
        '  {{- if .Values.b }}',
        '  - --b',
        '  {{- end }}',
        '  {{- with .Values.args }}',
        '  {{- toYaml . | nindent 2 }}',
        '  {{- end }}',
        '{{- if not .Values.b }}',
        'volumes:',
        '  - name: v',
        '{{- end }}',
        '',
      ].join('\n'),
    ],
    [
      'what is there only where a value is',
      {
        kind: 'map',
        entries: [
          { key: 'nodeSelector', filledBy: '.Values.nodeSelector' },
          { key: 'class', filledBy: '.Values.class', isText: true },
          {
            key: 'labels',
            content: { kind: 'map', entries: [{ key: 'a', content: plain('b') }, { each: '.Values.labels' }] },
          },
        ],
      },
      [
        '{{- with .Values.nodeSelector }}',
        'nodeSelector:',
        '  {{- toYaml . | nindent 2 }}',
        '{{- end }}',
        '{{- with .Values.class }}',
        'class: {{ . | quote }}',
        '{{- end }}',
        'labels:',
        '  a: b',
        '  {{- with .Values.labels }}',
        '  {{- toYaml . | nindent 2 }}',
        '  {{- end }}',
        '',
      ].join('\n'),
    ],
    [
      'items that begin with a condition',
      {
        kind: 'list',
        items: [{ content: { kind: 'map', entries: [{ key: 'a', content: plain(1), when: '.Values.a' }] } }],
      },
      '-\n  {{- if .Values.a }}\n  a: 1\n  {{- end }}\n',
    ],
  ])('prints %s', (_, template, expected) => {
    expect(printTemplate(template)).toBe(expected);
  });
});

describe('merge', () => {
  it('makes one of two variants, with what is the same in both in any case', () => {
    const off = { kind: 'A', args: ['--a', '--c'], only: 1, containers: [{ name: 'm', image: 'i' }] };
    const on = { kind: 'A', args: ['--a', '--b', '--c'], containers: [{ name: 'm', image: 'j', mounts: [] }] };
    expect(printTemplate(merge(off, on, '.Values.x'))).toBe(
      [
        'kind: A',
        'args:',
        '  - --a',
        '  {{- if .Values.x }}',
        '  - --b',
        '  {{- end }}',
        '  - --c',
        '{{- if not .Values.x }}',
        'only: 1',
        '{{- end }}',
        'containers:',
        '  - name: m',
        '    {{- if not .Values.x }}',
        '    image: i',
        '    {{- end }}',
        '    {{- if .Values.x }}',
        '    image: j',
        '    {{- end }}',
        '    {{- if .Values.x }}',
        '    mounts: []',
        '    {{- end }}',
        '',
      ].join('\n'),
    );
  });

  it('refuses what no condition can tell apart', () => {
    expect(() => merge('a', 'b', '.Values.x')).toThrow('"a" and "b" stand for one value');
  });
});
