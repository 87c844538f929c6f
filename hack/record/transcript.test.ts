import { describe, expect, test } from 'vitest';
import type { Output } from './recording.js';
import { PLAIN } from './style.js';
import { textOf, transcriptOf } from './transcript.js';

const CSI = '\u001b[';

/** What each text leaves on a terminal of 20 columns, one second after the other. */
function lines(...texts: readonly string[]) {
  return transcriptOf({ width: 20, outputs: texts.map((text, at): Output => ({ at, text })) });
}
const read = (...texts: readonly string[]) => lines(...texts).map(textOf);

describe('a transcript', () => {
  test.each([
    ['lines', 'one\r\ntwo\r\n', ['one', 'two']],
    ['an empty line', 'one\r\n\r\ntwo', ['one', '', 'two']],
    ['what is written over', 'loading\rdone\r\n', ['doneing']],
    ['what is written over and erased', `loading\r${CSI}Kdone\r\n`, ['done']],
    ['a line feed alone', 'one\ntwo', ['one', '   two']],
    ['tabs', 'a\tb\tc', ['a       b       c']],
    ['a step back', 'ab\bc', ['ac']],
    ['a line that is too long', '0123456789012345678901234', ['01234567890123456789', '01234']],
    ['a wide character that does not fit any more', '0123456789012345678界', ['0123456789012345678', '界']],
    ['blanks at the end', 'one   \r\ntwo', ['one', 'two']],
    ['a title of the window', '\u001b]0;title\u0007one\u001b]2;other\u001b\\ two', ['one two']],
    ['sequences that only terminals care for', `${CSI}?25lone${CSI}?25h\u001b(B\u001b=`, ['one']],
    ['an escape that begins nothing', 'a\u001b\u0001b', ['ab']],
    ['other controls', 'a\u0000\u0007b', ['ab']],
  ])('has %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('does not mind where output is cut', () => {
    const whole = `${CSI}1;31mred${CSI}0m \u001b]0;title\u0007plain\r\nnext`;
    for (let at = 1; at < whole.length; at += 1) {
      // Between CR and LF a character is as good as no character.
      const pieces = transcriptOf({
        width: 20,
        outputs: [whole.slice(0, at), whole.slice(at)].map(text => ({ at: 0, text })),
      });
      expect(pieces, `cut at ${at}`).toEqual(transcriptOf({ width: 20, outputs: [{ at: 0, text: whole }] }));
    }
  });

  test('has a span for each style, and for each moment', () => {
    expect(lines(`a${CSI}1mb${CSI}36mc`, `d${CSI}me`)).toEqual([
      [
        { column: 0, columns: 1, text: 'a', style: PLAIN, at: 0 },
        { column: 1, columns: 1, text: 'b', style: { ...PLAIN, bold: true }, at: 0 },
        { column: 2, columns: 1, text: 'c', style: { ...PLAIN, bold: true, colour: 6 }, at: 0 },
        { column: 3, columns: 1, text: 'd', style: { ...PLAIN, bold: true, colour: 6 }, at: 1 },
        { column: 4, columns: 1, text: 'e', style: PLAIN, at: 1 },
      ],
    ]);
  });

  test('counts columns, not letters', () => {
    const [[span, after] = []] = lines(`日本e\u0301👍🏽${CSI}1mx`);
    expect([span?.columns, after?.column]).toEqual([7, 7]);
  });

  test('keeps blanks that can be seen', () => {
    expect(lines(`${CSI}44m  ${CSI}0m  `)).toEqual([
      [{ column: 0, columns: 2, text: '  ', style: { ...PLAIN, background: 4 }, at: 0 }],
    ]);
  });

  test.each([`${CSI}2A`, `${CSI}H`, `${CSI}2J`])('cannot show what %j does, and says so', sequence => {
    expect(() => lines(sequence)).toThrow('moves the cursor');
  });
});
