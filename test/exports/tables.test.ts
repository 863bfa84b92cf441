import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { paramColumns } from '../../src/exports/tables/param-columns.js';
import { writeCsv } from '../../src/exports/tables/write-csv.js';
import { writeParquet } from '../../src/exports/tables/write-parquet.js';
import { ALL_FAILED, madeResults } from './made-results.js';

/** Rows by the names of their columns, as RFC 4180 has them. */
function parse(file: string): readonly Readonly<Record<string, string>>[] {
  const text = readFileSync(file, 'utf8');
  const lines: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\n') lines.push([]);
  }
  const [header, ...rows] = lines.slice(0, -1);
  return rows.map((row) => {
    expect(row).toHaveLength(header!.length);
    return Object.fromEntries(row.map((cell, i) => [header![i]!, cell]));
  });
}

describe('csv', () => {
  test('has a row for each trial with its values, and one for each of their epochs', async () => {
    const { results, output } = await madeResults();
    await writeCsv(results, output);
    const trials = parse(join(output, 'trials.csv'));
    expect(trials.map(({ number, state, value, epoch }) => [number, state, value, epoch])).toEqual([
      ['1', 'finished', '0.62', '1'],
      ['2', 'finished', '0.655', '2'],
      ['3', 'stopped', '0.7', '0'],
      ['4', 'failed', '', ''],
    ]);
    expect(trials[1]!['param.scheduler']).toBe('{"type":"step","step_size":2,"gamma":0.1}');
    expect(trials[3]!.reason).toBe('out of luck');
    const reports = parse(join(output, 'reports.csv'));
    expect(reports.map(({ trial, epoch, val_accuracy }) => [trial, epoch, val_accuracy])).toEqual([
      ...[
        ['1', '0', '0.5'],
        ['1', '1', '0.62'],
        ['1', '2', '0.6'],
      ],
      ...[
        ['2', '0', '0.4'],
        ['2', '1', '0.55'],
        ['2', '2', '0.655'],
        ['3', '0', '0.7'],
      ],
    ]);
  });

  test('tells what is no number from what is not there', async () => {
    const { results, output } = await madeResults(ALL_FAILED);
    await writeCsv(results, output);
    const values = parse(join(output, 'trials.csv')).map(({ value }) => value);
    expect(values[0]).toBe('');
    expect(parse(join(output, 'reports.csv')).map((row) => row.val_accuracy)).toEqual(['NaN']);
  });

  test('of a sweep without trials has its header alone', async () => {
    const { results, output } = await madeResults([]);
    await writeCsv(results, output);
    const lines = readFileSync(join(output, 'trials.csv'), 'utf8').split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^trial,number,.*param\.learning_rate/);
  });

  test('holds no formula, whatever parameters are called and set to', async () => {
    const texts = fc.array(fc.tuple(hostile(), hostile()), { minLength: 3, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(texts, async (pairs) => {
        const params = Object.fromEntries(pairs);
        const { results, output } = await madeResults([
          { params, accuracies: [0.5], state: 'finished' },
        ]);
        await writeCsv(results, output);
        const [row] = parse(join(output, 'trials.csv'));
        for (const [name, cell] of Object.entries(row!)) {
          expect([name, cell].filter((text) => /^\s*[=+@\t\r-]/.test(text))).toEqual([]);
        }
      }),
      { numRuns: 5 },
    );
  });
});

function hostile(): fc.Arbitrary<string> {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 });
  return fc
    .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '"', ',', '\n', ' ='), text)
    .map(([first, rest]) => first + rest);
}

describe('parquet', () => {
  test('has types, and null where there is nothing', async () => {
    const { results, output } = await madeResults();
    await writeParquet(results, output);
    const rows = await read(join(output, 'trials.parquet'));
    expect(rows.map(({ trial, value, epoch }) => [trial, value, epoch])).toEqual([
      [1n, 0.62, 1n],
      [2n, 0.655, 2n],
      [3n, 0.7, 0n],
      [4n, null, null],
    ]);
    expect(rows[0]!.started_at).toBeInstanceOf(Date);
    expect(rows.map((row) => row['param.unfrozen_layers'])).toEqual([1n, 1n, 1n, 1n]);
    const reports = await read(join(output, 'reports.parquet'));
    expect(reports.map(({ val_accuracy }) => val_accuracy)).toEqual([
      ...[0.5, 0.62, 0.6, 0.4, 0.55, 0.655, 0.7],
    ]);
  });

  test('keeps NaN', async () => {
    const { results, output } = await madeResults(ALL_FAILED);
    await writeParquet(results, output);
    const reports = await read(join(output, 'reports.parquet'));
    expect(reports.map(({ val_accuracy }) => val_accuracy)).toEqual([Number.NaN]);
  });

  test('says of which sweep it is, even where there are no rows', async () => {
    const { results, output } = await madeResults([], { name: 'ß 猫' });
    await writeParquet(results, output);
    const file = await asyncBufferFromFile(join(output, 'trials.parquet'));
    const { key_value_metadata, num_rows } = await parquetMetadataAsync(file);
    const said = Object.fromEntries(key_value_metadata!.map(({ key, value }) => [key, value]));
    expect(num_rows).toBe(0n);
    expect(said).toMatchObject({ 'thaw.name': 'ß 猫', 'thaw.version': '1.2.3' });
  });
});

async function read(path: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return parquetReadObjects({ file: await asyncBufferFromFile(path) });
}

test.each([
  ['whole numbers', [1, 2], 'integer'],
  ['numbers of which some are whole', [1, 0.5], 'number'],
  ['booleans', [true, false], 'boolean'],
  ['numbers and texts', [0, 'layer4'], 'text'],
  ['nothing but null', [null], 'text'],
] as const)('a column of %s has a type for all', async (_, values, type) => {
  const trials = values.map((value) => {
    return { params: { x: value }, accuracies: [0.5], state: 'finished' } as const;
  });
  const { results } = await madeResults(trials, { space: {} });
  expect(paramColumns(results).map((column) => [column.name, column.type])).toEqual([['x', type]]);
});

test('a whole number that was drawn from a range is of the type of the range', async () => {
  const { results } = await madeResults(
    [{ params: { x: 1 }, accuracies: [0.5], state: 'finished' }],
    { space: { x: { kind: 'uniform', low: 0, high: 2, scale: 'linear' } } },
  );
  expect(paramColumns(results)[0]!.type).toBe('number');
});
