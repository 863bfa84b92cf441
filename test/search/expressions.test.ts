import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../src/search/expressions/expression.js';
import { ExpressionError } from '../../src/search/expressions/expression-error.js';
import type { Scalar } from '../../src/search/expressions/scalar.js';

const POINT: Readonly<Record<string, Scalar>> = {
  batch_size: 64,
  learning_rate: 0.01,
  scheduler: 'step',
  nesterov: true,
  momentum: null,
};
const value = (text: string, point = POINT) =>
  parseExpression(text).valueFor((name) => point[name] ?? null);
const mistake = (text: string): string => {
  try {
    return `no mistake: ${value(text)}`;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
};

test.each<[string, Scalar]>([
  ['0.01 * batch_size / 256', 0.0025],
  ['max(1, min(batch_size, 32)) + 2 ** 3 % 5', 35],
  ['round(sqrt(batch_size) * 1.2)', 10],
  ['exp(log(2)) + log2(8) + log10(100) + abs(-1) + floor(1.9) + ceil(0.1)', 10],
  ['scheduler == "step" ? 0.1 : 0.01', 0.1],
  ["scheduler != 'step' or batch_size >= 64 and not nesterov", false],
  ['not (batch_size == 32)', true],
  ['!nesterov || nesterov && true', true],
  ['-batch_size', -64],
  ['nesterov == false ? 1 : null', null],
])('%s is %s', (text, expected) => {
  const got = value(text);
  if (typeof expected === 'number') expect(got).toBeCloseTo(expected, 12);
  else expect(got).toBe(expected);
});

test('numbers are JavaScript numbers, as it works them out', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(number, number, number, (a, b, c) => {
      const point = { a, b, c };
      const text = 'a + b * c - (a - b) / 3 < c ** 2 ? a : max(b, c)';
      expect(value(text, point)).toBe(a + b * c - (a - b) / 3 < c ** 2 ? a : Math.max(b, c));
    }),
  );
});

describe('where a number is not there', () => {
  test.each<[string, Scalar]>([
    ['momentum + 1', null],
    ['max(momentum, 1)', null],
    ['momentum < 0.9', null],
    ['momentum < 0.9 or nesterov', true],
    ['nesterov and momentum < 0.9', null],
    ['momentum < 0.9 and not nesterov', false],
    ['not (momentum < 0.9)', null],
    ['momentum == null', true],
    ['momentum < 0.9 ? 1 : 2', null],
  ])('%s is %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });
});

test.each([
  ['batch_size = 64', 'one = compares nothing: write =='],
  ['0.1 if nesterov else 0.2', 'CONDITION ? VALUE : OTHER'],
  ['batch_size // 2', 'floor(a / b)'],
  ['batch_size ^ 2', '^ has no meaning here: write ** for powers'],
  ['batch_size === 64', 'write =='],
  ['not batch_size == 64', 'write not (a == b)'],
  ['1 < batch_size < 9', 'join two comparisons by "and"'],
  ['scheduler < 3', '< takes numbers, got "step"'],
  ['scheduler == 3', 'of two kinds'],
  ['nesterov + 1', '+ takes numbers, got true'],
  ['scheduler.step_size', 'a point has no meaning'],
  ['sqr(2)', 'there is no function sqr; did you mean "sqrt"?'],
  ['sqrt(1, 2)', 'sqrt takes 1 values, got 2'],
  ['max', 'max is a function'],
  ['max("a")', 'max takes numbers, got "a"'],
  ['batch_size learning_rate', 'two values stand side by side'],
  ['(batch_size', 'unclosed ('],
  ['batch_size >', 'expected expression after >'],
  ['[1, 2]', 'got a list'],
  ['this', 'expected numbers, names and operators'],
  ['constructor("return process")()', 'there is no function'],
  ['(1)(2)', 'there is no function'],
  ['1e999', 'too large'],
  ['', 'it is empty'],
  ['batch_size ? 1 : 2', 'expected a comparison before ?'],
])('%s is refused: %s', (text, words) => {
  expect(mistake(text)).toContain(words);
});

test('any text is a formula, or refused in words, and reaches nothing of JavaScript', () => {
  const words = [
    'constructor',
    '__proto__',
    'a',
    '(',
    ')',
    '.',
    '[',
    ']',
    '"x"',
    '+',
    ',',
    '?',
    ':',
  ];
  const texts = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        const got = value(text, { __proto__: null, a: 1 } as never);
        expect(['number', 'string', 'boolean']).toContain(got === null ? 'string' : typeof got);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
      }
    }),
    { numRuns: 3000 },
  );
  expect(() => value(`${'('.repeat(1990)}1`)).toThrow(ExpressionError);
  expect(() => value('1 + '.repeat(2000))).toThrow(/at most 2000/);
});
