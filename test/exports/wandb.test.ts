import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SweepResults } from '../../src/exports/sweep/sweep-results.js';
import { writeWandb } from '../../src/exports/wandb/write-wandb.js';
import { ALL_FAILED, madeResults } from './made-results.js';

async function linesOf(results: SweepResults, output: string) {
  await writeWandb(results, output);
  const lines = readFileSync(join(output, 'trials.jsonl'), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

test('a line for each trial, with its config, its curve, and what it came to', async () => {
  const { results, output } = await madeResults();
  const lines = await linesOf(results, output);
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatchObject({
    name: 'trial-2',
    state: 'finished',
    config: { scheduler: { type: 'step', step_size: 2, gamma: 0.1 } },
    history: [
      { epoch: 0, val_accuracy: 0.4 },
      { epoch: 1, val_accuracy: 0.55 },
      { epoch: 2, val_accuracy: 0.655 },
    ],
    summary: { best_val_accuracy: 0.655, best_epoch: 2 },
  });
  expect(JSON.parse(readFileSync(join(output, 'sweep.json'), 'utf8'))).toMatchObject({
    name: 'fake',
    file: 'name: fake',
  });
});

test('runs have the same ids each time, and others than those of another sweep', async () => {
  const { results, output } = await madeResults();
  const first = (await linesOf(results, output)).map(({ id }) => id);
  const again = (await linesOf(results, `${output}2`)).map(({ id }) => id);
  const sweep = { ...results.sweep, createdAt: '2020-01-01T00:00:00.000Z' };
  const other = (await linesOf({ ...results, sweep }, `${output}3`)).map(({ id }) => id);
  expect(again).toEqual(first);
  expect(new Set([...first, ...other]).size).toBe(8);
});

test('what is no number is said so', async () => {
  const { results, output } = await madeResults(ALL_FAILED);
  expect((await linesOf(results, output))[1].history[0].val_accuracy).toBe('NaN');
});
