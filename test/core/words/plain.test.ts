import { expect, test } from 'vitest';
import { plain, plainLines } from '../../../src/core/words/plain.js';

test.each([
  ['colors and cursor moves', '\u001b[31mred\u001b[2K', ' [31mred [2K'],
  ['line breaks and tabs', 'first\r\n\tsecond', 'first second'],
  ['the one-byte forms of escape sequences', 'a\u009b31mb', 'a 31mb'],
  ['marks that reverse what follows', 'a\u202egpj.exe', 'a gpj.exe'],
])('%s become a space', (_, text, shown) => {
  expect(plain(text)).toBe(shown);
});

test('all other text stays as it is', () => {
  const text = 'naïve 名前 – שלום\u200f 👩‍🔬 "[31m"';
  expect(plain(text)).toBe(text);
});

test('lines stay lines where they may', () => {
  expect(plainLines('first\n\u001b[31msecond\r\nthird')).toBe('first\n [31msecond \nthird');
});
