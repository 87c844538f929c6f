// Selectors in the options of a cache, and in its reads.
import { thrownText } from '../log/thrown-text.js';
import { parseFieldSelector } from '../meta/field-selector.js';
import type { Labels } from '../meta/label-requirement.js';
import { type LabelSelector, selectorText } from '../meta/label-selector.js';
import { parseLabelSelector } from '../meta/parse-label-selector.js';

/** The text of a label selector. @throws TypeError that names the place, for what the API server would refuse */
export function labelSelectorText(selector: string | LabelSelector | Labels, place: string): string {
  return checked(place, () => {
    if (typeof selector !== 'string') return selectorText(selector);
    parseLabelSelector(selector);
    return selector;
  });
}

/** The selector itself. @throws TypeError that names the place, for what does not parse */
export function checkFieldSelector(selector: string, place: string): string {
  return checked(place, () => {
    parseFieldSelector(selector);
    return selector;
  });
}

function checked(place: string, check: () => string): string {
  try {
    return check();
  } catch (error) {
    throw new TypeError(`${place}: ${thrownText(error)}`, { cause: error });
  }
}
