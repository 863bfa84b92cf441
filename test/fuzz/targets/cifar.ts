import { closeSync, mkdirSync, openSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { cifar10Binary } from '../../../src/assets/datasets/cifar10-binary.js';
import { defineTarget } from '../fuzz.js';

const RECORD = 3073;
const WHOLE = 10_000 * RECORD;
const NAMES = [...[1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`), 'test_batch.bin'];

interface Damage {
  readonly file: number;
  /** Bytes more or fewer. */
  readonly size: number;
  readonly label: readonly [record: number, value: number];
}

/** CIFAR-10's official batches: cut, lengthened, or with other labels. Files are sparse. */
export const cifarBatches = defineTarget<Damage>({
  name: 'CIFAR-10 batches',
  async open(folder) {
    const source = join(folder, 'cifar');
    mkdirSync(source);
    for (const name of NAMES) {
      closeSync(openSync(join(source, name), 'w'));
      truncateSync(join(source, name), WHOLE);
    }
    return {
      inputs: fc.record({
        file: fc.nat(NAMES.length - 1),
        // Whole files take a twentieth of a second to read, so few are.
        size: fc.oneof(
          { weight: 39, arbitrary: fc.integer({ min: -WHOLE, max: WHOLE }) },
          fc.constant(0),
        ),
        label: fc.tuple(fc.nat(9999), fc.oneof(fc.nat(9), fc.nat(255))),
      }),
      async parse({ file, size, label: [record, value] }) {
        const path = join(source, NAMES[file]!);
        const put = (byte: number) => {
          const fd = openSync(path, 'r+');
          writeSync(fd, Buffer.from([byte]), 0, 1, record * RECORD);
          closeSync(fd);
        };
        put(value);
        truncateSync(path, WHOLE + size);
        try {
          cifar10Binary.contents(source, folder);
          const data = await cifar10Binary.open({ source, decodeSize: 32 }, folder);
          const image = data.read('test', [record]);
          data.close();
          if (image.length !== RECORD - 1) throw new Error(`${image.length} bytes`);
          if (size !== 0 || value > 9) throw new Error('taken');
          return true;
        } finally {
          truncateSync(path, WHOLE);
          put(0);
        }
      },
    };
  },
});
