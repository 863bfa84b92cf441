import type { ByteReader, Fail } from './byte-reader.js';

/** What a tar holds next; `blocksOf` must be read to its end before the one after is asked for. */
export interface TarEntry {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** A file, and nothing else: no link, device or folder. */
  readonly isFile: boolean;
}

/** Entries of a tar up to its end's mark, with their whole names. */
export async function* readTar(reader: ByteReader, fail: Fail): AsyncGenerator<TarEntry> {
  let longName: string | null = null;
  for (;;) {
    const header = await reader.read(BLOCK);
    if (header.every((byte) => byte === 0)) return; // The end's mark.
    const { path, size, type } = parseHeader(header, fail);
    if (type === 'x' || type === 'L') {
      if (size > LONGEST_NAME) fail();
      const text = (await reader.read(padded(size))).subarray(0, size);
      longName = type === 'L' ? text.toString('utf8').replace(/\0.*$/s, '') : paxPath(text);
    } else {
      yield { path: longName ?? path, size, isFile: type === '0' || type === '\0' };
      longName = null;
    }
  }
}

/** An entry's bytes, a megabyte at most at a time. */
export async function* bytesOf(reader: ByteReader, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < padded(size); ) {
    const chunk = await reader.read(Math.min(padded(size) - at, 1 << 20));
    if (at < size) yield chunk.subarray(0, size - at);
    at += chunk.length;
  }
}

export const BLOCK = 512;

/** What so many bytes take in a tar. */
export function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** Bytes of a name, or of what else is said of an entry; that is held in memory. */
const LONGEST_NAME = 65_536;

interface Header {
  readonly path: string;
  readonly size: number;
  readonly type: string;
}

/** The fields used here of POSIX ustar (IEEE 1003.1, pax: "ustar Interchange Format"). */
function parseHeader(block: Buffer, fail: Fail): Header {
  const text = (from: number, length: number) =>
    block
      .subarray(from, from + length)
      .toString('utf8')
      .replace(/\0.*$/s, '');
  const octal = (from: number, length: number) => Number.parseInt(text(from, length).trim(), 8);
  // The checksum counts its own field as blanks.
  const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  const size = octal(124, 12);
  if (octal(148, 8) !== sum || !Number.isSafeInteger(size) || size < 0) fail();
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
  return {
    path: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    size,
    type: String.fromCharCode(block[156]!),
  };
}

/** `path` of a pax header, whose records are `LENGTH KEY=VALUE\n`; a value may have line breaks. */
function paxPath(records: Buffer): string | null {
  for (let at = 0; at < records.length; ) {
    const blank = records.indexOf(' ', at);
    const length = Number(records.subarray(at, blank).toString('latin1'));
    if (blank < 0 || !Number.isSafeInteger(length) || length <= 0) return null;
    const record = records.subarray(blank + 1, at + length - 1).toString('utf8');
    if (record.startsWith('path=')) return record.slice('path='.length);
    at += length;
  }
  return null;
}
