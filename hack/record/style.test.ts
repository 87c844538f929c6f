import { expect, test } from 'vitest';
import { isAlike, PLAIN, styled } from './style.js';

test.each([
  ['1', { bold: true }],
  ['2;3;4;7', { dim: true, italic: true, underline: true, inverse: true }],
  ['31', { colour: 1 }],
  ['97', { colour: 15 }],
  ['42', { background: 2 }],
  ['103', { background: 11 }],
  ['38;5;9', { colour: 9 }],
  ['38;5;16', { colour: '#000000' }],
  ['38;5;208', { colour: '#ff8700' }],
  ['48;5;244', { background: '#808080' }],
  ['1;38;2;1;128;255;4', { bold: true, colour: '#0180ff', underline: true }],
  ['73', {}],
])('ESC [ %s m', (parameters, changes) => {
  expect(styled(PLAIN, parameters)).toEqual({ ...PLAIN, ...changes });
});

test.each(['0', '', '22;23;24;27;39;49'])('ESC [ %s m takes all of it back', parameters => {
  const everything = styled(PLAIN, '1;2;3;4;7;31;42');
  expect(isAlike(everything, PLAIN)).toBe(false);
  expect(isAlike(styled(everything, parameters), PLAIN)).toBe(true);
});
