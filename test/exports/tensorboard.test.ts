import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PbfReader } from 'pbf';
import { describe, expect, test } from 'vitest';
import { crc32c } from '../../src/exports/tensorboard/crc32c.js';
import { event, type Said } from '../../src/exports/tensorboard/event.js';
import { hparamColumns } from '../../src/exports/tensorboard/hparam-columns.js';
import {
  SESSION_END,
  SESSION_START,
  STATUS,
  sessionEnd,
  sessionStart,
} from '../../src/exports/tensorboard/hparams.js';
import { record } from '../../src/exports/tensorboard/record.js';
import { writeTensorboard } from '../../src/exports/tensorboard/write-tensorboard.js';
import golden from './golden/tensorboard.json' with { type: 'json' };
import { ALL_FAILED, madeResults } from './made-results.js';

test('the checksum is CRC-32C', () => {
  // RFC 3720, appendix B.4: 32 bytes of zeros, of ones, and rising.
  const given = [
    new Uint8Array(32),
    new Uint8Array(32).fill(255),
    Uint8Array.from({ length: 32 }, (_, i) => i),
  ];
  expect(given.map(crc32c)).toEqual([0x8a9136aa, 0x62a8ab43, 0x46dd794e]);
});

const start = sessionStart([['rate', 0.01]], 'trial-7', 1700000000.25);
const end = sessionEnd(STATUS.failure, 1700000060.5);

test.each<[keyof typeof golden, Said]>([
  ['version', { kind: 'version' }],
  ['scalar', { kind: 'scalar', tag: 'val_loss', step: 300, value: 0.5 }],
  ['nan', { kind: 'scalar', tag: 'val_loss', step: 2, value: Number.NaN }],
  ['start', { kind: 'hparams', tag: SESSION_START, content: start }],
  ['end', { kind: 'hparams', tag: SESSION_END, content: end }],
])('a record of a %s has the bytes that TensorBoard writes', (name, said) => {
  expect(Buffer.from(record(event(1_700_000_000_250, said))).toString('hex')).toBe(golden[name]);
});

describe('the folder', () => {
  test('has a run for each trial, with a point of each metric for each epoch', async () => {
    const { results, output } = await madeResults();
    await writeTensorboard(results, output);
    expect(readdirSync(output).filter((name) => name.startsWith('trial-'))).toEqual([
      ...['trial-1', 'trial-2', 'trial-3', 'trial-4'],
    ]);
    const points = scalarsIn(join(output, 'trial-2'));
    expect(points.get('val_accuracy')).toEqual([0.4, 0.55, 0.655].map(Math.fround));
    expect(points.get('learning_rate')).toHaveLength(3);
    expect(points.get('best_val_accuracy')).toEqual([Math.fround(0.655)]);
    expect(scalarsIn(join(output, 'trial-4')).size).toBe(0);
  });

  test('keeps what is no number as such', async () => {
    const { results, output } = await madeResults(ALL_FAILED);
    await writeTensorboard(results, output);
    expect(scalarsIn(join(output, 'trial-2')).get('val_accuracy')).toEqual([Number.NaN]);
  });

  test('of a sweep without trials says what would have been tried', async () => {
    const { results, output } = await madeResults([]);
    await writeTensorboard(results, output);
    expect(readdirSync(output)).toHaveLength(1);
  });
});

describe('hyperparameters', () => {
  test('have a domain that holds all values, and one type', async () => {
    const trials = [0, 'layer4', { type: 'x' }, true].map((value, i) => {
      const params = { mixed: value, rate: i + 0.5, listed: i, empty: null };
      return { params, accuracies: [0.5], state: 'finished' } as const;
    });
    const { results } = await madeResults(trials, {
      space: {
        rate: { kind: 'uniform', low: 1, high: 2, scale: 'log' },
        listed: { kind: 'categorical', values: [0, 1, 2] },
      },
    });
    const columns = hparamColumns(results).map(({ name, type, domain }) => [name, type, domain]);
    expect(columns).toEqual([
      ['rate', 'number', { kind: 'interval', low: 0.5, high: 3.5 }],
      ['listed', 'number', { kind: 'discrete', values: [0, 1, 2, 3] }],
      ['mixed', 'text', { kind: 'discrete', values: ['0', 'layer4', '{"type":"x"}', 'true'] }],
      ['thaw_state', 'text', expect.anything()],
    ]);
  });
});

/** Values by tag, of the one event file of a run. */
function scalarsIn(folder: string): ReadonlyMap<string, readonly number[]> {
  const [name] = readdirSync(folder);
  const bytes = readFileSync(join(folder, name!));
  const found = new Map<string, number[]>();
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const data = bytes.subarray(at + 12, at + 12 + length);
    const said = readFields(readFields(data, 5), 1);
    const value = new PbfReader(said).readFields<{ tag: string; value?: number }>(
      (field, own, pbf) => {
        if (field === 1) own.tag = pbf.readString();
        if (field === 2) own.value = pbf.readFloat();
      },
      { tag: '' },
    );
    if (value.value !== undefined) {
      found.set(value.tag, [...(found.get(value.tag) ?? []), value.value]);
    }
    at += length + 16;
  }
  return found;
}

/** The bytes of a field; none: it is not there. */
function readFields(message: Uint8Array, wanted: number): Uint8Array {
  return new PbfReader(message).readFields<{ bytes: Uint8Array }>(
    (field, own, pbf) => {
      if (field === wanted) own.bytes = pbf.readBytes();
    },
    { bytes: new Uint8Array() },
  ).bytes;
}
