import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairedTest } from '../../../src/results/insight/paired-test.js';

/** Bit k of byte floor(k / 8), the lowest first. */
function packed(rights: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(rights.length / 8));
  for (const [k, right] of rights.entries()) {
    if (right) bytes[Math.floor(k / 8)]! |= 1 << (k % 8);
  }
  return bytes;
}

test('images are counted by who had them right', () => {
  const pair = fc.tuple(fc.boolean(), fc.boolean());
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 50 }), (pairs) => {
      const [one, other] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const found = pairedTest(packed(one), packed(other), pairs.length)!;
      const count = (a: boolean, b: boolean) =>
        pairs.filter(([mine, theirs]) => mine === a && theirs === b).length;
      expect(found).toMatchObject({
        images: pairs.length,
        bothRight: count(true, true),
        onlyOne: count(true, false),
        onlyOther: count(false, true),
        bothWrong: count(false, false),
      });
    }),
  );
});

test('forty images against twenty of a thousand tell, twenty-two against twenty do not', () => {
  const answers = (one: number, other: number) => {
    const first = Array.from({ length: 1000 }, (_, i) => i < one || i >= 500);
    const second = Array.from(
      { length: 1000 },
      (_, i) => (i >= one && i < one + other) || i >= 500,
    );
    return pairedTest(packed(first), packed(second), 1000)!;
  };
  const clear = answers(40, 20);
  expect(clear.p).toBeLessThan(0.02);
  expect(clear.difference).toBeCloseTo(0.02, 9);
  expect(clear.margin).toBeLessThan(0.02);
  const unclear = answers(22, 20);
  expect(unclear.p).toBeGreaterThan(0.7);
  expect(unclear.margin).toBeGreaterThan(unclear.difference);
});

test('answers over other images are not compared', () => {
  expect(pairedTest(new Uint8Array(2), new Uint8Array(3), 16)).toBeNull();
  expect(pairedTest(undefined, new Uint8Array(2), 16)).toBeNull();
});
