import { expect, test } from 'vitest';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { notCompiledText } from '../../../src/sweep/faults/not-compiled.js';
import { runSweep } from '../../../src/sweep/run-sweep.js';
import { createFakeRunner } from '../../fakes/fake-runner.js';
import { listSampler, rates } from '../../fakes/fake-sampler.js';
import { fakeRecipe, fakeSpec, NO_FILES, PROVENANCE, together } from '../../fakes/specs.js';

test('that XLA cannot compile is said once in a sweep, with what to install, and kept', async () => {
  const store = openStore(':memory:');
  const spec = fakeSpec();
  const runner = createFakeRunner({ accuracy: () => 0.5 });
  const remarks: string[] = [];
  const result = await runSweep({
    store,
    sweepId: await store.queue.createSweep({ spec, file: '', source: '' }),
    spec,
    sampler: listSampler(rates(2)),
    pruner: null,
    runner: {
      ...runner,
      async run(cohort, events, signal) {
        const work = await runner.run(cohort, events, signal);
        for (let program = 0; program < 2; program += 1) await events.notCompiled('no ptxas');
        return { ...work, compiled: { programs: 2, seconds: 3 } };
      },
    },
    provenance: PROVENANCE,
    recipeFor: fakeRecipe,
    snapshots: null,
    files: NO_FILES,
    queue: { ...together(), limits: { bytes: 2e9, trials: 1 } },
    backward: 3,
    signal: new AbortController().signal,
    observer: { onRemark: (message) => void remarks.push(message) },
  });
  expect(runner.cohorts).toHaveLength(2);
  expect(remarks).toEqual([expect.stringMatching(/ptxas.*install tensorflow --gpu.*no ptxas/)]);
  const events = await store.log.events(1);
  expect(events.filter(({ kind }) => kind === 'programs')).toHaveLength(1);
  expect(result.work.compiled).toEqual({ programs: 4, seconds: 6 });
  await store.close();
});

test("XLA's own words are cut where they are a page", () => {
  expect(notCompiledText(`${'x '.repeat(5000)}`).length).toBeLessThan(1000);
  expect(notCompiledText('libdevice not\n  found')).toMatch(/It said: libdevice not found$/);
});
