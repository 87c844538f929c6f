import { describe, expect, test } from 'vitest';
import { reportFields } from './field-validation.js';

const KIND = { version: 'v1', kind: 'ConfigMap', custom: false };
const IN_YAML = ['line 2: key "a" already set in map', 'line 3: key "b" already set in map'];

// As a real API server says it.
describe('of fields that are there twice, or unknown', () => {
  test.each<[string, readonly string[], readonly string[], string]>([
    ['in JSON', ['data.a'], ['b', 'c'], 'unknown field "b", unknown field "c", duplicate field "data.a"'],
    ['in YAML', IN_YAML, [], `yaml: unmarshal errors:\n  ${IN_YAML[0]}\n  ${IN_YAML[1]}`],
    ['in YAML, with others', IN_YAML.slice(0, 1), ['c'], `yaml: unmarshal errors:\n  ${IN_YAML[0]}, unknown field "c"`],
  ])('%s', (_, duplicates, unknown, why) => {
    const fields = { duplicates, unknown };
    const warnings: string[] = [];
    const warn = (text: string) => warnings.push(text);
    expect(() => reportFields(KIND, fields, { fieldValidation: 'Strict', warn })).toThrow(
      `ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: ${why}`,
    );
    expect(warnings).toEqual([]);
    reportFields(KIND, fields, { fieldValidation: 'Warn', warn });
    expect(warnings.join(', ')).toBe(why.replace(/^yaml.*\n {2}/, '').replaceAll('\n  ', ', '));
    reportFields(KIND, fields, { fieldValidation: 'Ignore', warn: expect.unreachable });
  });
});
