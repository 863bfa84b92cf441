import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { folderWith, thaw } from './thaw.js';

const CLOCK = new URL('../fakes/clock-set-back.mjs', import.meta.url).href;

const SWEEP = `\
epochs: 3
backend: wasm
workers: 1
budget: {wall: 1h, trial: 30m}
data: {train: 20, val: 10, image_size: 32}
parameters: {learning_rate: {values: [0.01, 0.001]}, unfrozen_layers: {value: 1}}
`;

test('a clock that is set back in the middle of a run changes no duration, and ends nothing', async () => {
  const folder = folderWith({ 'my.yaml': SWEEP });
  const env = { THAW_SETUP: 'off', NODE_OPTIONS: `--import=${CLOCK}` };
  const { code, stderr } = await thaw(['run', 'my.yaml'], folder, { env });
  expect(code).toBe(0);
  expect(stderr).toMatch(/training \d+(\.\d)? s/);

  const store = openStore(join(folder, 'results', 'thaw.sqlite'), { access: 'read' });
  const trials = await store.readings.trials(1);
  const attempts = await store.readings.attempts(1);
  await store.close();
  // It was set back while this ran.
  expect(Date.now() - Date.parse(attempts[0]!.endedAt!)).toBeGreaterThan(80_000_000);
  expect(trials.map(({ state }) => state)).toEqual(['finished', 'finished']);
  for (const { reports } of trials) {
    expect(reports).toHaveLength(3);
    for (const { seconds } of reports) {
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThan(60);
    }
  }
}, 60_000);
