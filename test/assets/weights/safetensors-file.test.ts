import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  readCheckpoint,
  writeCheckpoint,
} from '../../../src/assets/tensor-files/checkpoint-file.js';
import { withSafetensors } from '../../../src/assets/tensor-files/safetensors-read.js';
import { writeSafetensors } from '../../../src/assets/tensor-files/safetensors-write.js';
import { DiskError, WeightsError } from '../../../src/core/errors.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'thaw-safetensors-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** A file of the format from its parts, as the format's page lays it out. */
function file(header: string | object, data: Uint8Array = new Uint8Array(0)): string {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const path = join(FOLDER, `${Math.random()}.safetensors`);
  writeFileSync(path, Buffer.concat([length, text, data]));
  return path;
}

function readAll(path: string) {
  return withSafetensors(path, ({ tensors, read }) => [...tensors.keys()].map(read));
}

function bytes(...values: number[]): Uint8Array {
  return new Uint8Array(new Float32Array(values).buffer);
}

describe('a broken .safetensors file is refused, and said why', () => {
  const f32 = (shape: unknown, offsets: unknown) => ({
    dtype: 'F32',
    shape,
    data_offsets: offsets,
  });
  it.each([
    ['a header that is no object', '[1]', bytes(), 'does not begin with {'],
    ['a header that is no JSON', '{"a": ', bytes(), 'not JSON'],
    [
      'an unknown type',
      { a: { ...f32([1], [0, 4]), dtype: 'F99' } },
      bytes(1),
      'unknown type "F99"',
    ],
    [
      "a type of JavaScript's own",
      { a: { ...f32([1], [0, 4]), dtype: 'toString' } },
      bytes(1),
      'unknown type',
    ],
    ['no entry', { a: null }, bytes(), 'unknown type'],
    ['a negative size', { a: f32([-1], [0, 4]) }, bytes(1), 'the shape [-1]'],
    ['a broken size', { a: f32([0.5], [0, 2]) }, bytes(1), 'the shape [0.5]'],
    ['a shape that is no list', { a: f32(1, [0, 4]) }, bytes(1), 'the shape 1'],
    ['three offsets', { a: f32([1], [0, 4, 8]) }, bytes(1), 'the offsets [0,4,8]'],
    ['offsets backwards', { a: f32([1], [4, 0]) }, bytes(1), 'needs 4 bytes, not -4'],
    ['too few bytes for the shape', { a: f32([2], [0, 4]) }, bytes(1), 'needs 8 bytes, not 4'],
    ['two tensors in one place', { a: f32([1], [0, 4]), b: f32([1], [0, 4]) }, bytes(1), 'overlap'],
    ['a hole', { a: f32([1], [0, 4]), b: f32([1], [8, 12]) }, bytes(1, 2, 3), 'hole before b'],
    [
      'bytes after the last tensor',
      { a: f32([1], [0, 4]) },
      bytes(1, 2),
      'need 4 bytes, and it has 8',
    ],
    ['data cut short', { a: f32([2], [0, 8]) }, bytes(1), 'need 8 bytes, and it has 4'],
    [
      'a name given twice',
      `{"a":${JSON.stringify(f32([1], [0, 4]))},"a":${JSON.stringify(f32([1], [4, 8]))}}`,
      bytes(1, 2),
      'hole before a',
    ],
    ['metadata that is not text', { __metadata__: { a: 1 } }, bytes(), '__metadata__'],
  ])('%s', (_, header, data, why) => {
    const path = file(header, data);
    expect(() => readAll(path)).toThrow(WeightsError);
    expect(() => readAll(path)).toThrow(why);
    expect(() => readAll(path)).toThrow(path);
  });

  it.each([
    ['a header longer than the file', Buffer.from('ff00000000000000', 'hex')],
    ['a header of absurd length', Buffer.alloc(64, 0xff)],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ])('%s', (_, content) => {
    const path = join(FOLDER, 'other.safetensors');
    writeFileSync(path, content);
    expect(() => readAll(path)).toThrow('is not a .safetensors file');
  });

  it('a file that is not there', () => {
    expect(() => readAll(join(FOLDER, 'none.safetensors'))).toThrow(WeightsError);
  });

  it('a tensor of integers where weights are expected', () => {
    const path = file({ a: { dtype: 'I32', shape: [1], data_offsets: [0, 4] } }, bytes(1));
    expect(() => readAll(path)).toThrow('a is I32; expected F32');
  });
});

describe('reading .safetensors', () => {
  it('widens half, bfloat16 and double to float32', () => {
    const data = Buffer.alloc(8 + 8 + 6);
    data.writeDoubleLE(0.1, 0);
    // 1.5, -2, the smallest subnormal, infinity in binary16.
    [0x3e00, 0xc000, 0x0001, 0x7c00].forEach((bits, i) => void data.writeUInt16LE(bits, 8 + 2 * i));
    // 1, -0.5, 3.140625 in bfloat16.
    [0x3f80, 0xbf00, 0x4049].forEach((bits, i) => void data.writeUInt16LE(bits, 16 + 2 * i));
    const path = file(
      {
        d: { dtype: 'F64', shape: [1], data_offsets: [0, 8] },
        h: { dtype: 'F16', shape: [4], data_offsets: [8, 16] },
        b: { dtype: 'BF16', shape: [3], data_offsets: [16, 22] },
      },
      data,
    );
    expect(readAll(path).map((tensor) => [...tensor.data])).toEqual([
      [Math.fround(0.1)],
      [1.5, -2, 2 ** -24, Number.POSITIVE_INFINITY],
      [1, -0.5, 3.140625],
    ]);
  });

  it('reads tensors whose bytes are not aligned', () => {
    const path = file(
      {
        a: { dtype: 'U8', shape: [1], data_offsets: [0, 1] },
        w: { dtype: 'F32', shape: [2], data_offsets: [1, 9] },
      },
      Buffer.concat([Buffer.from([7]), bytes(1, 2)]),
    );
    expect(withSafetensors(path, ({ read }) => [...read('w').data])).toEqual([1, 2]);
  });
});

describe('checkpoints', () => {
  const tensors = fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== '__metadata__' && name !== '__proto__'),
    fc.float32Array({ maxLength: 9, noNaN: true }),
  );

  it('come back as they were written', () => {
    const path = join(FOLDER, 'round', 'trip.safetensors');
    fc.assert(
      fc.property(tensors, fc.string(), (values, note) => {
        const written = new Map(
          Object.entries(values).map(([name, data]) => [name, { shape: [data.length], data }]),
        );
        writeCheckpoint(path, written, { note });
        const { tensors: read, metadata } = readCheckpoint(path);
        expect(read).toEqual(written);
        expect(metadata.note).toBe(note);
      }),
    );
  });

  it('begin their data at a multiple of 8 bytes', () => {
    const path = join(FOLDER, 'aligned.safetensors');
    writeCheckpoint(path, new Map([['ä', { shape: [1], data: Float32Array.of(1) }]]), {});
    expect(readFileSync(path).readBigUInt64LE() % 8n).toBe(0n);
  });

  it('replace the old file whole, and leave nothing beside it', () => {
    const folder = join(FOLDER, 'replace');
    const path = join(folder, 'best.safetensors');
    for (const value of [1, 2]) {
      writeCheckpoint(path, new Map([['w', { shape: [1], data: Float32Array.of(value) }]]), {});
    }
    expect([...readCheckpoint(path).tensors.get('w')!.data]).toEqual([2]);
    expect(readdirSync(folder)).toEqual(['best.safetensors']);
  });

  it('that cannot be written leave no half and say where', () => {
    const path = join(FOLDER, 'taken');
    mkdirSync(join(path, 'inside'), { recursive: true });
    expect(() => writeSafetensors(path, new Map(), {})).toThrow(DiskError);
    expect(() => writeSafetensors(path, new Map(), {})).toThrow(path);
    expect(readdirSync(FOLDER).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
