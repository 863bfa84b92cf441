import { Refusal } from '../../../machine/http/refusal.js';

/**
 * Refuses data that is not plain, goes too deep, or is more than it looks: what is named in many
 * places counts in each, and what contains itself has no end.
 *
 * @throws {Refusal}
 */
export function checkPlain(value: unknown, most: number): void {
  let count = 0;
  const left: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = left.pop(); next; next = left.pop()) {
    count += 1;
    if (count > most) throw new Refusal(413, `A request has ${most} values at most.`);
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= DEEPEST) {
      throw new Refusal(400, `A request is ${DEEPEST} levels deep at most.`);
    }
    const inner = valuesIn(next.value);
    if (inner.length > most - count) {
      throw new Refusal(413, `A request has ${most} values at most.`);
    }
    for (const each of inner) left.push({ value: each, depth: next.depth + 1 });
  }
}

const DEEPEST = 64;

function valuesIn(value: object): ArrayLike<unknown> & Iterable<unknown> {
  if (Array.isArray(value)) return value;
  if (value instanceof Uint8Array) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return Object.values(value);
  throw new Refusal(400, 'A request is objects, lists, texts, numbers and bytes alone.');
}
