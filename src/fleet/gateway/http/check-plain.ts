import { Refusal } from '../../../machine/http/refusal.js';

/** What all of a value may come to. */
export interface PlainLimits {
  /** Objects, lists and what is in them. */
  readonly values: number;
  /** Characters of texts and keys, and bytes. */
  readonly bytes: number;
}

/**
 * Refuses data that is not plain, goes too deep, or is more than it looks: what is named in many
 * places counts in each, and what contains itself has no end.
 *
 * @throws {Refusal}
 */
export function checkPlain(value: unknown, most: PlainLimits): void {
  let count = 0;
  let size = 0;
  const left: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = left.pop(); next; next = left.pop()) {
    count += 1;
    size += sizeOf(next.value);
    if (count > most.values) throw tooMany(most);
    if (size > most.bytes) {
      throw new Refusal(413, `A request says ${most.bytes} characters at most, repeated ones too.`);
    }
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= DEEPEST) {
      throw new Refusal(400, `A request is ${DEEPEST} levels deep at most.`);
    }
    const inner = valuesIn(next.value);
    if (inner.length > most.values - count) throw tooMany(most);
    for (const each of inner) left.push({ value: each, depth: next.depth + 1 });
  }
}

const DEEPEST = 64;

function tooMany({ values }: PlainLimits): Refusal {
  return new Refusal(413, `A request has ${values} values at most.`);
}

/** Of a value itself: what is in it counts for itself. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
  return Object.keys(value).reduce((sum, key) => sum + key.length, 0);
}

function valuesIn(value: object): ArrayLike<unknown> & Iterable<unknown> {
  if (Array.isArray(value)) return value;
  if (value instanceof Uint8Array) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return Object.values(value);
  throw new Refusal(400, 'A request is objects, lists, texts, numbers and bytes alone.');
}
