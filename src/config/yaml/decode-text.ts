import type { Issue } from '../../core/errors.js';

/**
 * The text of a file's bytes, which are to be UTF-8; or what they are instead, and where that shows.
 * A byte order mark of UTF-8 is left out.
 */
export function decodeText(bytes: Uint8Array): string | Issue {
  const other = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte));
  if (other) return { line: 1, column: 1, path: '', message: saveAs(other.name) };
  const zero = bytes.indexOf(0);
  if (zero >= 0 && bytes.subarray(0, 8).every((byte) => byte === 0)) {
    return { line: 1, column: 1, path: '', message: 'the file holds zero bytes, not text' };
  }
  if (zero >= 0 && zero < 4) return { line: 1, column: 1, path: '', message: saveAs('UTF-16') };
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return notUtf8(bytes);
  }
}

const MARKS = [
  { name: 'UTF-32', mark: [0xff, 0xfe, 0, 0] },
  { name: 'UTF-16 (little endian)', mark: [0xff, 0xfe] },
  { name: 'UTF-16 (big endian)', mark: [0xfe, 0xff] },
] as const;

function saveAs(name: string): string {
  return `the file is written in ${name}: save it as UTF-8`;
}

/** Where the first bytes stand that are no UTF-8, and what they are in the usual other encoding. */
function notUtf8(bytes: Uint8Array): Issue {
  // What is not UTF-8 becomes U+FFFD, which has three bytes where the file has others.
  const lenient = new TextDecoder('utf-8').decode(bytes);
  const before = new TextEncoder().encode(lenient.slice(0, lenient.indexOf('\ufffd')));
  const byte = bytes[before.length] ?? 0;
  const lines = lenient.slice(0, lenient.indexOf('\ufffd')).split('\n');
  const letter = new TextDecoder('windows-1252').decode(Uint8Array.of(byte));
  const hex = byte.toString(16).padStart(2, '0');
  const message = `byte ${hex} is no UTF-8; in Latin-1 (Windows-1252) it is ${JSON.stringify(letter)}: save the file as UTF-8`;
  return { line: lines.length, column: lines.at(-1)!.length + 1, path: '', message };
}
