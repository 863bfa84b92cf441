import { parse, stringify } from 'devalue';

/**
 * Plain data as text, to the bit: also Map, Set, Uint8Array, NaN, infinities and undefined, which JSON
 * would lose. What arrives is data and nothing else: no prototypes, no code.
 */
export function encode(value: unknown): string {
  return stringify(value);
}

/** @throws {Error} it is no such text. */
export function decode(text: string): unknown {
  return parse(text);
}
