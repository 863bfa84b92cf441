import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SweepSpec } from '../../src/core/sweep.js';
import { csv } from '../../src/exports/formats/csv.js';
import { optuna } from '../../src/exports/formats/optuna.js';
import { parquet } from '../../src/exports/formats/parquet.js';
import { tensorboard } from '../../src/exports/formats/tensorboard.js';
import type { SeededTrial } from '../cli/seed-results.js';
import { describeReader, readBack } from '../readers.js';
import { ALL_FAILED, madeResults } from './made-results.js';
import { HOSTILE } from './samples.js';

const hostile: readonly SeededTrial[] = HOSTILE.map((text, i) => {
  const params = { learning_rate: 0.01, [text]: text, x: i % 2 ? text : i };
  return { params, accuracies: [0.25 + i / 64, Number.NaN, 0.5], state: 'finished' };
});

const KINDS: readonly [string, readonly SeededTrial[] | undefined, Partial<SweepSpec>][] = [
  ['one trial of each fate', undefined, {}],
  ['no trial', [], {}],
  ['trials that all failed', ALL_FAILED, {}],
  ['hostile names and values', hostile, { name: HOSTILE[3]!, space: {} }],
  [
    'several objectives with bounds',
    undefined,
    {
      objectives: [
        { name: 'val_accuracy', goal: 'maximize' },
        { name: 'trained_parameters', goal: 'minimize', max: 10 },
      ],
    },
  ],
  [
    'drawn numbers',
    [0.1, 0.25, 3].map((rate, i) => {
      return { params: { rate, n: i }, accuracies: [i / 8], state: 'finished' };
    }),
    {
      space: {
        rate: { kind: 'uniform', low: 0.1, high: 1, scale: 'log' },
        n: { kind: 'int_uniform', low: 0, high: 4 },
      },
    },
  ],
];

for (const [reader, format, modules] of [
  ['pandas', csv, ['pandas']],
  ['pyarrow', parquet, ['pandas', 'pyarrow']],
  ['TensorBoard', tensorboard, ['tensorboard']],
  ['Optuna', optuna, ['optuna', 'sklearn']],
] as const) {
  describeReader(reader, modules, () => {
    test.each(KINDS)(
      'reads %s as the database has it',
      async (_, trials, change) => {
        const { results, folder, output } = await madeResults(trials, change);
        await format.write(results, output, { place: output, env: {} });
        const database = join(folder, 'results', 'thaw.sqlite');
        const said = readBack(`verify_${format.name}.py`, {
          output,
          database,
          sweep: 1,
          server: false,
        });
        expect(said).toMatch(/\d/);
      },
      60_000,
    );
  });
}
