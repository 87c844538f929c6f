// All checks of a model, in one list.
import type { ApiModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';

/**
 * What the API server would refuse, and what would never work, with the diagnostics of the reader: each once, ordered by
 * file and position.
 */
export function checkModel(model: ApiModel): readonly Diagnostic[] {
  return model.diagnostics;
}
