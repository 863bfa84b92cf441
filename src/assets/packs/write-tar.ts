import { DataError } from '../../core/errors.js';
import { BLOCK, padded } from './read-tar.js';

/** A file that goes into a tar. */
export interface TarFile {
  /** With slashes. */
  readonly name: string;
  readonly size: number;
}

/** Bytes of a tar of such files. */
export function tarSize(files: readonly TarFile[]): number {
  return files.reduce((sum, file) => sum + headerOf(file).length + padded(file.size), END.length);
}

/**
 * What stands before a file's bytes: names and sizes alone, so that equal files make an equal tar
 * wherever and whenever (POSIX ustar; a name that it has no room for in a pax header before it).
 *
 * @throws {DataError} it is larger than a tar can say.
 */
export function headerOf({ name, size }: TarFile): Buffer {
  if (size >= 8 ** 11)
    throw new DataError(`${name} is larger than 8 GiB, the most that is packed.`);
  if (Buffer.byteLength(name) <= NAME_BYTES) return block(name, size, '0');
  const records = Buffer.from(record('path', name));
  const pax = block('PaxHeader', records.length, 'x');
  return Buffer.concat([pax, records, padding(records.length), block('long', size, '0')]);
}

/** What stands after it. */
export function padding(size: number): Buffer {
  return Buffer.alloc(padded(size) - size);
}

/** What a tar ends with. */
export const END = Buffer.alloc(2 * BLOCK);

const NAME_BYTES = 100;

function block(name: string, size: number, type: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, NAME_BYTES);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${octal(size, 11)}\0`, 124);
  header.write(`${octal(0, 11)}\0`, 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** Its length counts itself. */
function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}
