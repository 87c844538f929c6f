import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../codegen/index.js';
import { githubDiagnostics, jsonDiagnostics } from './diagnostic-formats.js';

const ERROR: Diagnostic = {
  code: 'KW1001',
  severity: 'error',
  message: '100% any,\nso: to say',
  hint: 'name it',
  file: '/repo/api/a,b:c.ts',
  line: 4,
  column: 3,
  endLine: 4,
  endColumn: 9,
};
const { hint: _, ...rest } = ERROR;
const WARNING: Diagnostic = { ...rest, severity: 'warning', message: 'odd', endLine: 5 };

describe('jsonDiagnostics', () => {
  it('is one line, with all fields and counts', () => {
    const text = jsonDiagnostics([ERROR, WARNING]);
    expect(text.indexOf('\n')).toBe(text.length - 1);
    expect(JSON.parse(text)).toEqual({ diagnostics: [ERROR, WARNING], errors: 1, warnings: 1 });
  });

  it('tells also that there is nothing', () => {
    expect(jsonDiagnostics([])).toBe('{"diagnostics":[],"errors":0,"warnings":0}\n');
  });

  it('leaves out the place of what has none', () => {
    expect(JSON.parse(jsonDiagnostics([{ severity: 'error', message: 'no tsconfig', hint: 'make one' }]))).toEqual({
      diagnostics: [{ severity: 'error', message: 'no tsconfig', hint: 'make one' }],
      errors: 1,
      warnings: 0,
    });
  });
});

describe('githubDiagnostics', () => {
  it('escapes what would end a property or the line', () => {
    expect(githubDiagnostics([ERROR, WARNING], '/repo')).toBe(
      '::error file=api/a%2Cb%3Ac.ts,line=4,col=3,endLine=4,endColumn=9,title=KW1001::100%25 any,%0Aso: to say%0Ahint: name it\n' +
        '::warning file=api/a%2Cb%3Ac.ts,line=4,col=3,endLine=5,title=KW1001::odd\n',
    );
  });

  it('says what has no place', () => {
    expect(githubDiagnostics([{ severity: 'error', message: 'no tsconfig' }], '/repo')).toBe('::error::no tsconfig\n');
  });
});
