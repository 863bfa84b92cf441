import { ExpressionError } from './expression-error.js';
import type { Scalar } from './scalar.js';

type Binary = (left: Scalar, right: () => Scalar) => Scalar;

/** `right` is worked out only where it counts: `a or b` asks no more once `a` holds. */
export const binaryOperators: Readonly<Record<string, Binary>> = {
  '+': arithmetic('+', (a, b) => a + b),
  '-': arithmetic('-', (a, b) => a - b),
  '*': arithmetic('*', (a, b) => a * b),
  '/': arithmetic('/', (a, b) => a / b),
  '%': arithmetic('%', (a, b) => a % b),
  '**': arithmetic('**', (a, b) => a ** b),
  '<': comparison('<', (a, b) => a < b),
  '<=': comparison('<=', (a, b) => a <= b),
  '>': comparison('>', (a, b) => a > b),
  '>=': comparison('>=', (a, b) => a >= b),
  '==': (a, b) => equal(a, b()),
  '!=': (a, b) => !equal(a, b()),
  and: (a, b) => both(a, b, false, 'and'),
  or: (a, b) => both(a, b, true, 'or'),
  '&&': (a, b) => both(a, b, false, '&&'),
  '||': (a, b) => both(a, b, true, '||'),
};

export const unaryOperators: Readonly<Record<string, (value: Scalar) => Scalar>> = {
  '-': (value) => (value === null ? null : -number(value, '-')),
  '+': (value) => (value === null ? null : number(value, '+')),
  not: (value) => opposite(value, 'not'),
  '!': (value) => opposite(value, '!'),
};

interface FunctionDef {
  /** The smallest and the largest number of values. */
  readonly takes: readonly [least: number, most: number];
  of(...numbers: number[]): number;
}

const ONE = [1, 1] as const;
const SOME = [1, 100] as const;

/** By name; all take numbers and give one. */
export const functions: Readonly<Record<string, FunctionDef>> = {
  min: { takes: SOME, of: Math.min },
  max: { takes: SOME, of: Math.max },
  abs: { takes: ONE, of: Math.abs },
  round: { takes: ONE, of: Math.round },
  floor: { takes: ONE, of: Math.floor },
  ceil: { takes: ONE, of: Math.ceil },
  sqrt: { takes: ONE, of: Math.sqrt },
  exp: { takes: ONE, of: Math.exp },
  log: { takes: ONE, of: Math.log },
  log2: { takes: ONE, of: Math.log2 },
  log10: { takes: ONE, of: Math.log10 },
};

function arithmetic(sign: string, of: (a: number, b: number) => number): Binary {
  return (left, right) => {
    const other = right();
    if (left === null || other === null) return null;
    return of(number(left, sign), number(other, sign));
  };
}

function comparison(sign: string, of: (a: number, b: number) => boolean): Binary {
  return (left, right) => {
    const other = right();
    if (left === null || other === null) return null;
    return of(number(left, sign), number(other, sign));
  };
}

function number(value: Scalar, sign: string): number {
  if (typeof value === 'number') return value;
  const chained = typeof value === 'boolean' ? '; join two comparisons by "and"' : '';
  throw new ExpressionError(`${sign} takes numbers, got ${JSON.stringify(value)}${chained}`);
}

/** Null equals null alone; else both must be of one kind, or nothing would ever tell of a slip. */
function equal(a: Scalar, b: Scalar): boolean {
  if (a === null || b === null || typeof a === typeof b) return a === b;
  const [one, other] = [a, b].map((value) => JSON.stringify(value));
  throw new ExpressionError(`${one} and ${other} are of two kinds and never equal`);
}

/** `and`, `or`: whatever the other side is, `settles` decides. */
function both(left: Scalar, right: () => Scalar, settles: boolean, word: string): Scalar {
  const first = truth(left, word);
  if (first === settles) return settles;
  const second = truth(right(), word);
  if (second === settles) return settles;
  return first === null || second === null ? null : !settles;
}

function opposite(value: Scalar, word: string): Scalar {
  const holds = truth(value, word);
  return holds === null ? null : !holds;
}

function truth(value: Scalar, word: string): boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  const hint = word === 'not' || word === '!' ? `; write ${word} (a == b)` : '';
  throw new ExpressionError(
    `${word} takes comparisons, or true and false, got ${JSON.stringify(value)}${hint}`,
  );
}
