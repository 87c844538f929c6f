// What a schema says against a value, as a message.
import { type FieldError, fieldErrorText } from '../../schema/field-error.js';

/** Most errors have a sentence that names the field; the others are told with field and value. Long lists are cut. */
export function refusalText(each: FieldError): string {
  const text = each.detail.includes(' in body ') ? each.detail : fieldErrorText(each);
  if (text.length <= MOST) return text;
  const end = text.lastIndexOf(', ', MOST);
  return `${text.slice(0, end < 0 ? MOST : end)} ...`;
}

/** UTF-16 code units that somebody reads. */
const MOST = 1000;
