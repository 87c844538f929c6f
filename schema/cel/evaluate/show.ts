// Values as messages of failures show them: Go's `%v` of what cel-go holds.
import { goFloat } from '../../go-text.js';
import { durationText, timeText } from './functions/times.js';
import { isCelList, itemsOf } from './list.js';
import { isCelMap } from './map.js';
import { Duration, Failure, Optional, Timestamp, TypeValue, Unsigned, type Value } from './value.js';

export function showValue(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return goFloat(value);
  if (value instanceof Unsigned) return String(value.value);
  if (value instanceof Failure) return value.message;
  if (value instanceof Duration) return durationText(value);
  if (value instanceof Timestamp) return timeText(value);
  if (value instanceof TypeValue) return value.name;
  if (value instanceof Optional)
    return value.value === undefined ? 'optional.none()' : `optional(${showValue(value.value)})`;
  if (isCelList(value)) return `[${[...itemsOf(value)].map(showValue).join(', ')}]`;
  if (isCelMap(value))
    return `{${value
      .keys()
      .map(key => `${showValue(key)}: ${showValue(value.find(key) ?? null)}`)
      .join(', ')}}`;
  return String(value);
}
