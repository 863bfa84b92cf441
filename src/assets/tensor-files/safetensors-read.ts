import { closeSync, fstatSync, readSync } from 'node:fs';
import { WeightsError } from '../../core/errors.js';
import type { WeightTensor } from '../weights/weights.js';
import { foreignFile } from './foreign-file.js';
import { openRegular } from './regular-file.js';
import {
  MAX_HEADER_BYTES,
  parseSafetensorsHeader,
  type SafetensorsHeader,
} from './safetensors-header.js';

export interface OpenSafetensors extends SafetensorsHeader {
  /** One tensor as float32; F16, BF16 and F64 are converted. @throws {WeightsError} another type. */
  read(name: string): WeightTensor;
}

/**
 * Lets `use` read a `.safetensors` file, in which only the header is read at once. Synchronous, as
 * everything that touches weights runs in a worker.
 *
 * @throws {WeightsError} the file cannot be read, or is not of the format.
 */
export function withSafetensors<T>(path: string, use: (file: OpenSafetensors) => T): T {
  const fd = openRegular(path);
  try {
    const size = fstatSync(fd).size;
    const length = size < 8 ? 0 : Number(Buffer.from(readBytes(fd, 0, 8, path)).readBigUInt64LE());
    if (length < 2 || length > size - 8) throw notSafetensors(fd, size, path);
    if (length > MAX_HEADER_BYTES) {
      throw new WeightsError(
        `${path}: its header has ${length} bytes; expected at most ${MAX_HEADER_BYTES}, since a ResNet's has some ten thousand.`,
      );
    }
    const text = Buffer.from(readBytes(fd, 8, length, path)).toString('utf8');
    if (!text.startsWith('{') && foreignFile(path, firstBytes(fd, size, path))) {
      throw notSafetensors(fd, size, path);
    }
    const header = parseSafetensorsHeader(text, size - 8 - length, path);
    return use({
      ...header,
      read(name) {
        const { dtype, shape, begin, end } = header.tensors.get(name)!;
        const convert = CONVERT[dtype];
        if (!convert) throw new WeightsError(`${path}: ${name} is ${dtype}; expected F32.`);
        return { shape, data: convert(readBytes(fd, 8 + length + begin, end - begin, path)) };
      },
    });
  } finally {
    closeSync(fd);
  }
}

const CONVERT: Readonly<Record<string, (bytes: ArrayBuffer) => Float32Array>> = {
  F32: (bytes) => new Float32Array(bytes),
  F64: (bytes) => Float32Array.from(new Float64Array(bytes)),
  F16: (bytes) => Float32Array.from(new Uint16Array(bytes), fromHalf),
  BF16(bytes) {
    // A bfloat16 is the upper half of a float32.
    const wide = Uint32Array.from(new Uint16Array(bytes), (half) => half << 16);
    return new Float32Array(wide.buffer);
  },
};

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function notSafetensors(fd: number, size: number, path: string): WeightsError {
  const foreign = foreignFile(path, firstBytes(fd, size, path));
  if (foreign) return new WeightsError([`${path} is ${foreign[0]}`, ...foreign.slice(1)]);
  return new WeightsError(
    `${path} is not a .safetensors file, or not all of one: its first 8 bytes should be its header's length.`,
  );
}

function firstBytes(fd: number, size: number, path: string): Uint8Array {
  return new Uint8Array(readBytes(fd, 0, Math.min(size, 512), path));
}

/** A buffer of its own, so that any type can be seen in it whatever the offset in the file. */
function readBytes(fd: number, from: number, length: number, path: string): ArrayBuffer {
  const bytes = new Uint8Array(length);
  if (readSync(fd, bytes, 0, length, from) !== length) {
    throw new WeightsError(`${path} ends too early, at byte ${from + length} or before.`);
  }
  return bytes.buffer;
}
