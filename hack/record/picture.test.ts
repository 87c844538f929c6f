import { describe, expect, test } from 'vitest';
import { BACKGROUND, COLOURS, DIM_OPACITY, pictureOf, TEXT } from './picture.js';
import type { Recording } from './recording.js';

const CSI = '\u001b[';

type Written = readonly [at: number, text: string];

function recording(...outputs: readonly Written[]): Recording {
  const texts = outputs.map(([at, text]) => ({ at, text }));
  return { title: 'a & b', width: 40, height: 10, idleLimit: 2, outputs: texts };
}
/** The elements of lines of text, without the frame and the title. */
function drawn(...outputs: readonly Written[]): readonly string[] {
  return pictureOf(recording(...outputs))
    .split('\n')
    .filter(line => line.startsWith('<g class="line"'));
}

describe('a picture', () => {
  test('has text where it stands on the terminal', () => {
    expect(drawn([0, 'one\r\n  two'])).toEqual([
      '<g class="line" style="animation-delay:0s"><text x="16" y="50.5" textLength="25.2">one</text></g>',
      '<g class="line" style="animation-delay:0s"><text x="16" y="70.5" textLength="42">  two</text></g>',
    ]);
  });

  test('has room for all lines and columns', () => {
    expect(pictureOf(recording([0, 'one\r\ntwo\r\nthree']))).toContain(
      'width="368" height="112" viewBox="0 0 368 112"',
    );
  });

  test('stands on a background of its own, whatever is behind it', () => {
    const [, frame] = /<\/style>\n(<rect [^>]+>)/.exec(pictureOf(recording([0, 'one']))) ?? [];
    expect(frame).toBe(`<rect x=".5" y=".5" width="367" height="71" rx="8" fill="${BACKGROUND}" stroke="#30363d"/>`);
  });

  test('holds still for those who want that, with all of its text', () => {
    const [, style = ''] = /<style>(.*)<\/style>/.exec(pictureOf(recording([5, 'one']))) ?? [];
    expect(style).toContain('@media (prefers-reduced-motion:reduce){.line{animation:none}}');
    // Hidden by the animation alone.
    expect(style.replace(/@keyframes \w+\{.*?\}\}/, '')).not.toMatch(/visibility|opacity|display/);
  });

  test('is one picture to a screen reader, with a name', () => {
    expect(pictureOf(recording([0, 'one']))).toMatch(
      /^<svg [^>]+ role="img" aria-labelledby="title description">\n<title /,
    );
  });

  test.each([
    ['36', ' fill="#39c5cf"'],
    ['1', ' font-weight="bold"'],
    ['2', ` fill-opacity="${DIM_OPACITY}"`],
    ['3;4', ' font-style="italic" text-decoration="underline"'],
    ['38;2;1;2;3', ' fill="#010203"'],
    ['7', ` fill="${BACKGROUND}"`],
  ])('shows the style %s', (parameters, attributes) => {
    expect(drawn([0, `${CSI}${parameters}mx`])[0]).toContain(`<text x="16" y="50.5"${attributes}>x</text>`);
  });

  test.each([
    ['41', '#ff7b72'],
    ['7', TEXT],
    ['7;32', '#3fb950'],
  ])('fills the field behind %s', (parameters, colour) => {
    expect(drawn([0, `${CSI}${parameters}m ab`])[0]).toContain(
      `<rect x="16" y="36" width="25.2" height="20" fill="${colour}"/><text`,
    );
  });

  test('shows what has a meaning in XML as it is', () => {
    expect(drawn([0, `<a href="x">&amp;</a>`])[0]).toContain('>&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;</text>');
  });

  test('lets text appear when it was written, and cuts long pauses', () => {
    const delays = drawn([0.5, 'a'], [1, 'b'], [60, '\r\nc'], [61.5, 'd']).map(line => /delay:(\S+?)s/.exec(line)?.[1]);
    expect(delays).toEqual(['0.5', '1', '3', '4.5']);
  });

  test('tells those who do not see it what was typed', () => {
    const picture = pictureOf(recording([0, '$ '], [1, 'kubectl get <pods>\r\nnothing\r\n$ '], [2, 'true\r\n']));
    expect(picture).toContain('<title id="title">a &amp; b</title>');
    expect(picture).toContain('these commands are run: kubectl get &lt;pods&gt;; true</desc>');
  });

  test('has no colour that cannot be read on its background', () => {
    expect(contrast(TEXT)).toBeGreaterThan(7);
    for (const colour of COLOURS) expect(contrast(colour), colour).toBeGreaterThan(4.5);
    const dim = channels(TEXT).map(
      (part, at) => part * DIM_OPACITY + (channels(BACKGROUND)[at] ?? 0) * (1 - DIM_OPACITY),
    );
    expect(contrast(`#${dim.map(part => Math.round(part).toString(16).padStart(2, '0')).join('')}`)).toBeGreaterThan(
      4.5,
    );
  });
});

/** By WCAG 2.2, to the background. */
function contrast(colour: string): number {
  return (luminance(colour) + 0.05) / (luminance(BACKGROUND) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour)
    .map(part => part / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
}
