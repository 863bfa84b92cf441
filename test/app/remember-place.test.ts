import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rememberPlaces } from '../../src/app/prints/remember-place.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { freshFolder } from '../cli/fake-context.js';
import { fakeRecipe, fakeSpec, newTrials, PROVENANCE } from '../fakes/specs.js';

test('what has moved is kept with trials that wait, and with those made of the very same', async () => {
  const store = openStore(join(freshFolder(), 'thaw.sqlite'));
  const { queue, readings } = store;
  const sweepId = await queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
  const [one, two] = await queue.add(
    sweepId,
    newTrials([0.1, 0.2, 0.3].map((rate) => ({ learning_rate: rate }))),
  );
  const before = { classNames: ['cat', 'dog'], data: 'before', weights: 'the same' };
  const now = { ...before, data: 'now' };
  for (const [trial, fingerprint, change] of [
    [one!, before, 0],
    [two!, now, 1],
  ] as const) {
    await queue.take([trial.id], PROVENANCE, { change, fingerprint });
    await queue.end([{ trialId: trial.id, state: 'finished' }]);
  }

  const sweep = (await readings.sweep(sweepId))!;
  await rememberPlaces(store, sweep, { data: '/new/pics', weights: '/new/w' }, now);
  const places = (await readings.trials(sweepId)).map(({ recipe }) => {
    const { data, model } = recipe!.trunk;
    return [data.source, model.weights];
  });
  expect(places).toEqual([
    [fakeRecipe().trunk.data.source, '/new/w'],
    ['/new/pics', '/new/w'],
    ['/new/pics', '/new/w'],
  ]);
  await store.close();
});
