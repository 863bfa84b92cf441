import { type Code, type Local, signed, unsigned } from './assembler.js';

/** Runs code pieces one after another. */
export const sequence = (...parts: readonly Code[]): Code => parts.flat();

export const constant = (value: number): Code => [0x41, ...signed(value)];
export const add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const multiply = (a: Code, b: Code): Code => [...a, ...b, 0x6c];
export const advance = (local: Local, bytes: number | Code): Code =>
  local.set(add(local.get, typeof bytes === 'number' ? constant(bytes) : bytes));

/** The integer at an address. */
export const loadI32 = (address: Code, offset = 0): Code => [
  ...address,
  0x28,
  2,
  ...unsigned(offset),
];

/** Repeats `body` while `low` is below `high` (unsigned); runs it at least once. */
export const repeatWhileBelow = (low: Local, high: Code, body: Code): Code => [
  0x03,
  0x40,
  ...body,
  ...low.get,
  ...high,
  0x49,
  0x0d,
  0,
  0x0b,
];

export const ifElse = (condition: Code, then: Code, otherwise: Code = []): Code => [
  ...condition,
  0x04,
  0x40,
  ...then,
  0x05,
  ...otherwise,
  0x0b,
];

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [...a, ...b, ...simd(opcode)];
const unary =
  (opcode: number) =>
  (a: Code): Code => [...a, ...simd(opcode)];

/** Four float32 lanes. */
export const f32x4 = {
  zero: [...simd(12), ...new Array<number>(16).fill(0)] as Code,
  load: (address: Code, offset = 0): Code => [...address, ...simd(0), 4, ...unsigned(offset)],
  /** One float32 into all lanes. */
  loadSplat: (address: Code, offset = 0): Code => [...address, ...simd(9), 2, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...simd(11),
    4,
    ...unsigned(offset),
  ],
  add: binary(0xe4),
  sub: binary(0xe5),
  mul: binary(0xe6),
  max: binary(0xe9),
  greater: binary(0x44),
  and: binary(0x4e),
  /** Lanes of `a` (0 to 3) and `b` (4 to 7), in the order given. */
  shuffle: (a: Code, b: Code, lanes: readonly [number, number, number, number]): Code => [
    ...a,
    ...b,
    ...simd(13),
    ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
  ],
} as const;

/** Two float64 lanes. */
export const f64x2 = {
  /** Lanes 0 and 1 of float32, widened. */
  widenLow: unary(0x5f),
  add: binary(0xf0),
  mul: binary(0xf2),
} as const;
