import { StoreError } from '../../core/errors.js';
import { decode, encode } from './wire.js';

/** Items on a line: none is so long that a gateway does nothing else meanwhile. */
const ITEMS = 200;

/** A value as lines of text, each written when it is asked for: long lists and maps take several. */
export function* linesOf(value: unknown): Generator<string> {
  const items = Array.isArray(value) ? value : value instanceof Map ? [...value] : null;
  if (items === null) {
    yield encode({ value });
    return;
  }
  const kind = Array.isArray(value) ? 'list' : 'map';
  for (let first = 0; first === 0 || first < items.length; first += ITEMS) {
    yield encode({ [kind]: items.slice(first, first + ITEMS) });
  }
}

/** @throws {Error} these are no such lines. */
export async function valueIn(lines: AsyncIterable<string>): Promise<unknown> {
  const list: unknown[] = [];
  const map = new Map<unknown, unknown>();
  let whole: unknown;
  let kind: string | undefined;
  for await (const line of lines) {
    const part = decode(line) as Readonly<Record<string, unknown>>;
    const own = ['value', 'list', 'map'].find((each) => Object.hasOwn(part, each));
    if (own === undefined || (kind !== undefined && own !== kind)) throw new Error('no such line');
    kind = own;
    if (own === 'value') whole = part.value;
    else if (own === 'list') list.push(...(part.list as readonly unknown[]));
    else for (const [key, value] of part.map as readonly [unknown, unknown][]) map.set(key, value);
  }
  if (kind === undefined) throw new Error('no lines');
  if (kind === 'value') return whole;
  return kind === 'list' ? list : map;
}

/** What bytes say, line by line. @throws {StoreError} a line is longer than any should be. */
export async function* linesIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    const [more = '', ...next] = decoder.decode(chunk, { stream: true }).split('\n');
    begun.push(more);
    length += more.length;
    if (length > LONGEST) throw new StoreError('a gateway answered with a line without end');
    for (const start of next) {
      yield begun.join('');
      begun = [start];
      length = start.length;
    }
  }
  const rest = begun.join('') + decoder.decode();
  if (rest !== '') yield rest;
}

/** Characters; a trial of some thousand epochs has a few million. */
const LONGEST = 256 * 2 ** 20;
