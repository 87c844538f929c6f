// Gathers what the reader has to say, while it goes on reading.
import type { ts } from 'ts-morph';
import { type Diagnostic, type Origin, placeOf } from '../model/diagnostic.js';
import { originOf } from './origin.js';

export class Findings {
  readonly diagnostics: Diagnostic[] = [];

  /**
   * Whether something could not be told from what was loaded (an `any`, a name that leads nowhere). Such a finding holds
   * only when the full program confirms it.
   */
  unsure = false;

  error(place: ts.Node | Origin, code: string, message: string, hint?: string): void {
    this.add('error', place, code, message, hint);
  }

  warning(place: ts.Node | Origin, code: string, message: string, hint?: string): void {
    this.add('warning', place, code, message, hint);
  }

  private add(severity: Diagnostic['severity'], place: ts.Node | Origin, code: string, message: string, hint?: string) {
    const origin = 'kind' in place ? originOf(place) : placeOf(place);
    this.diagnostics.push({ ...origin, code, severity, message, ...(hint === undefined ? {} : { hint }) });
  }
}
