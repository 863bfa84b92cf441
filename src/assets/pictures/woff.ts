import { inflateSync } from 'node:zlib';

/**
 * A WOFF file (W3C, WOFF File Format 1.0) as the TrueType or OpenType file that it was made from: what
 * programs other than browsers read.
 */
export function woffToSfnt(woff: Buffer): Buffer {
  const tables = tablesOf(woff);
  const count = tables.length;
  const power = Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  head.writeUInt32BE(woff.readUInt32BE(FLAVOR), 0);
  head.writeUInt16BE(count, 4);
  // For a binary search of the tables.
  head.writeUInt16BE(16 * 2 ** power, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE(16 * (count - 2 ** power), 10);
  const parts: Uint8Array[] = [head];
  let offset = head.length;
  for (const [i, { tag, checksum, bytes }] of tables.entries()) {
    for (const [field, value] of [tag, checksum, offset, bytes.length].entries()) {
      head.writeUInt32BE(value, 12 + 16 * i + 4 * field);
    }
    const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4);
    parts.push(bytes, padding);
    offset += bytes.length + padding.length;
  }
  return Buffer.concat(parts);
}

function tablesOf(woff: Buffer) {
  return Array.from({ length: woff.readUInt16BE(TABLES) }, (_, i) => {
    const field = (place: number) => woff.readUInt32BE(44 + 20 * i + 4 * place);
    const [tag, start, packed, length, checksum] = [
      field(0),
      field(1),
      field(2),
      field(3),
      field(4),
    ];
    const stored = woff.subarray(start, start + packed);
    return { tag, checksum, bytes: packed < length ? inflateSync(stored) : stored };
  });
}

/** Places in its head. */
const FLAVOR = 4;
const TABLES = 12;
