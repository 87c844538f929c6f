// Conversions between the types of the standard library.
import { parseGoDuration } from '../../../../scalars/duration.js';
import { goFloat } from '../../../go-text.js';
import { convertConstant } from '../../check/constants.js';
import { parseGoDouble } from '../../values/go-double.js';
import { parseGoTime } from '../../values/go-time.js';
import { Duration, Failure, Timestamp, Unsigned, type Value } from '../value.js';
import type { Implementations } from './implementation.js';
import { durationText, timestampOf, timeText } from './times.js';

const same = (value: Value): Value => value;

function unreadable(from: string, to: string): Failure {
  return new Failure(`type conversion error from '${from}' to '${to}'`);
}

/** Through the conversions of constants, which know the words for what is wrong. */
function whole(to: 'int' | 'uint', type: 'int' | 'uint' | 'double' | 'string') {
  return (value: Value): Value => {
    const plain = value instanceof Unsigned ? value.value : value;
    const converted = convertConstant(to, { type, value: plain } as Parameters<typeof convertConstant>[1]);
    if ('problem' in converted) return new Failure(converted.problem);
    const made = 'value' in converted ? converted.value : undefined;
    if (typeof made !== 'bigint') return unreadable(type, to);
    return to === 'int' ? made : new Unsigned(made);
  };
}

export const CONVERSIONS: Implementations = {
  bool_to_bool: same,
  string_to_bool: (text: string) => {
    if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
    return /^(?:0|f|F|FALSE|false|False)$/.test(text) ? false : unreadable('string', 'bool');
  },
  bytes_to_bytes: same,
  string_to_bytes: (text: string) => new TextEncoder().encode(text),
  double_to_double: same,
  int64_to_double: (value: bigint) => Number(value),
  string_to_double: (text: string) => parseGoDouble(text) ?? unreadable('string', 'double'),
  uint64_to_double: (value: Unsigned) => Number(value.value),
  duration_to_duration: same,
  int64_to_duration: () => unreadable('int', 'google.protobuf.Duration'),
  string_to_duration: (text: string) => {
    const nanoseconds = parseGoDuration(text);
    return nanoseconds === undefined ? unreadable('string', 'google.protobuf.Duration') : new Duration(nanoseconds);
  },
  int64_to_int64: same,
  double_to_int64: whole('int', 'double'),
  duration_to_int64: (value: Duration) => value.nanoseconds,
  string_to_int64: whole('int', 'string'),
  timestamp_to_int64: (value: Timestamp) => floored(value.nanoseconds),
  uint64_to_int64: whole('int', 'uint'),
  string_to_string: same,
  bool_to_string: String,
  bytes_to_string: (value: Uint8Array) => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
    } catch {
      return new Failure('invalid UTF-8 in bytes, cannot convert to string');
    }
  },
  double_to_string: goFloat,
  duration_to_string: durationText,
  int64_to_string: String,
  timestamp_to_string: timeText,
  uint64_to_string: (value: Unsigned) => String(value.value),
  timestamp_to_timestamp: same,
  int64_to_timestamp: (seconds: bigint) => {
    const outside = seconds < -62_135_596_800n || seconds > 253_402_300_799n;
    return outside ? new Failure('timestamp overflow') : new Timestamp(seconds * 1_000_000_000n);
  },
  string_to_timestamp: (text: string) => {
    const time = parseGoTime(text);
    if (time === undefined) return unreadable('string', 'google.protobuf.Timestamp');
    return timestampOf(time);
  },
  uint64_to_uint64: same,
  double_to_uint64: whole('uint', 'double'),
  int64_to_uint64: whole('uint', 'int'),
  string_to_uint64: whole('uint', 'string'),
};

function floored(nanoseconds: bigint): bigint {
  const seconds = nanoseconds / 1_000_000_000n;
  return seconds * 1_000_000_000n > nanoseconds ? seconds - 1n : seconds;
}
