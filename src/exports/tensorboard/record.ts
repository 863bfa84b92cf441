import { crc32c } from './crc32c.js';

/**
 * A record of a TFRecord file (tensorflow.org/tutorials/load_data/tfrecord): its length, a checksum
 * of that, the data, a checksum of that; all in little-endian order.
 */
export function record(data: Uint8Array): Uint8Array {
  const framed = Buffer.alloc(data.length + 16);
  framed.writeBigUInt64LE(BigInt(data.length), 0);
  framed.writeUInt32LE(masked(crc32c(framed.subarray(0, 8))), 8);
  framed.set(data, 12);
  framed.writeUInt32LE(masked(crc32c(data)), 12 + data.length);
  return framed;
}

/** So that a checksum of data that holds checksums stays one. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
