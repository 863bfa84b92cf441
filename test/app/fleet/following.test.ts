import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { follow } from '../../../src/app/fleet/following/follow.js';
import { endLooked, type Looked } from '../../../src/app/fleet/following/follow-end.js';
import { trialSteps } from '../../../src/app/fleet/following/trial-steps.js';
import type { Note } from '../../../src/app/observer.js';
import { withDatabase } from '../../../src/app/open-database.js';
import { readSweep } from '../../../src/app/read-sweep.js';
import { run } from '../../../src/app/sweeps/run.js';
import { placeOfFile } from '../../../src/core/places/place.js';
import type { Trial } from '../../../src/core/trial.js';
import { countStates, TRIAL_STATES } from '../../../src/core/trial-state.js';
import type { FleetDocument, FleetSweep } from '../../../src/fleet/protocol/fleet-document.js';
import { freshFolder } from '../../cli/fake-context.js';
import { fakeReport } from '../../fakes/specs.js';
import { diary, fakeWorld } from '../fake-world.js';

const SWEEP: FleetSweep = {
  ...{ id: 1, name: 'my', owner: 'ann', wanted: 'run', priority: 10, running: 1, queued: 0 },
  ...{ secondsUsed: 60, budgetSeconds: null, waitsFor: null },
};

function fleetOf(sweep: Partial<FleetSweep>, agents: FleetDocument['agents'] = []): FleetDocument {
  return { team: 'default', agents, sweeps: [{ ...SWEEP, ...sweep }], budgets: [] };
}

const life = fc.array(
  fc.record({
    state: fc.constantFrom(...TRIAL_STATES),
    epochs: fc.nat({ max: 6 }),
  }),
  { minLength: 1, maxLength: 12 },
);

test('whatever is seen of a trial, each start has one end, and reports come between them', () => {
  fc.assert(
    fc.property(life, (looks) => {
      let seen: { state: Trial['state']; epochs: number } | undefined;
      let isRunning = false;
      for (const { state, epochs } of looks) {
        const reports = Array.from({ length: epochs }, (_, epoch) => fakeReport(epoch, 0.5));
        const trial = { state, reports } as unknown as Trial;
        for (const step of trialSteps(seen, trial)) {
          expect(isRunning).toBe(step.is !== 'start');
          if (step.is === 'start') isRunning = true;
          if (step.is === 'end') isRunning = false;
        }
        expect(isRunning).toBe(state === 'running');
        seen = { state, epochs };
        expect(trialSteps(seen, trial)).toEqual([]);
      }
    }),
  );
});

test('of a trial that goes straight on, every report is told once, however seldom one looks', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 })), (pauses) => {
      let epochs = 0;
      let seen: { state: Trial['state']; epochs: number } = { state: 'queued', epochs: 0 };
      const told: number[] = [];
      for (const [look, more] of [...pauses, 0].entries()) {
        epochs += more;
        const state = look === pauses.length ? 'finished' : 'running';
        const reports = Array.from({ length: epochs }, (_, epoch) => fakeReport(epoch, 0.5));
        for (const step of trialSteps(seen, { state, reports } as unknown as Trial)) {
          if (step.is === 'report') told.push(step.report.epoch);
        }
        seen = { state, epochs };
      }
      expect(told).toEqual(Array.from({ length: epochs }, (_, epoch) => epoch));
    }),
  );
});

test.each<readonly [string, Partial<Looked> & { state: Looked['sweep']['state'] }, string | null]>([
  ['is trained', { state: 'running' }, null],
  ['has finished', { state: 'finished' }, 'ended'],
  ['has failed', { state: 'failed', fleet: null }, 'ended'],
  ['waits for a gateway', { state: 'interrupted' }, null],
  [...(['was paused, with a cohort at an agent', { state: 'interrupted' }] as const), null],
  ['was paused', { state: 'interrupted', fleet: { wanted: 'pause', running: 0 } }, 'pause'],
  ['was cancelled', { state: 'interrupted', fleet: null }, 'cancel'],
  [
    'has used up its time',
    {
      ...{ state: 'interrupted', fleet: { wanted: 'pause', running: 0 } },
      concluded: { kind: 'budget', message: 'budget.wall is used up' },
    },
    'ended',
  ],
  [
    'lost its gateway',
    { state: 'interrupted', concluded: { kind: 'signal', message: 'interrupted' } },
    null,
  ],
])('a sweep that %s is followed to its end, and no further', (_, { state, ...looked }, end) => {
  const sweep = { state, counts: countStates([]) };
  expect(endLooked({ sweep, fleet: SWEEP, concluded: null, ...looked })).toBe(end);
});

/** A sweep in the course of training, by this machine, and somebody who follows it. */
async function followed(rates: readonly number[], fleet: () => FleetDocument, leave?: boolean) {
  const folder = freshFolder();
  const file = join(folder, 'my.yaml');
  writeFileSync(
    file,
    `epochs: 2\nbackend: wasm\nworkers: 1\nkeep: 1\ndata: {train: 100, val: 50}\nparameters: {learning_rate: {values: [${rates.join(', ')}]}}\n`,
  );
  const place = placeOfFile(join(folder, 'thaw.sqlite'));
  const trainer = fakeWorld(folder);
  const { world, stop } = fakeWorld(folder);
  const { observer, told } = diary();
  const notes: Note[] = [];
  const { spec, source } = readSweep(world, file, { set: [] }, {});
  let begun = (): void => undefined;
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const training = withDatabase(world, place, 'create', {}, (database) =>
    run(
      trainer.world,
      database,
      { spec, source, file, skipBad: false, sharing: true },
      {
        onSweepStart: begun,
      },
    ),
  );
  await hasBegun;
  const end = await withDatabase(world, place, 'read', {}, (database) => {
    const desk = { fleet: async () => fleet() };
    if (leave) setTimeout(stop, 50);
    return follow(world, database, desk, 1, {
      ...observer,
      onNote: (note) => notes.push(note),
    });
  });
  if (leave) trainer.stop();
  await training;
  return { end, told, notes };
}

test('a sweep that others train is told as one that is trained here', async () => {
  const { end, told, notes } = await followed([0.1, 0.2, 0.5], () => fleetOf({}));
  if (end.how !== 'ended') throw new Error(`it ended otherwise: ${end.how}`);
  expect(end.sweep.state).toBe('finished');
  expect(end.leaderboard.rows.map(({ trial }) => trial)).toEqual([2, 1, 3]);
  expect(end.failure).toEqual({ trialId: 3, message: 'out of luck' });
  expect(end.kept).toEqual([2]);
  expect(end.deviceSeconds).toBe(60);
  expect(told[0]).toBe('ready: my, 0 workers');
  for (const [trial, state] of [
    [1, 'finished'],
    [2, 'finished'],
    [3, 'failed'],
  ] as const) {
    const own = told.filter((line) => line.startsWith(`trial ${trial}`));
    expect(own[0]).toBe(`trial ${trial}`);
    expect(own.at(-1)).toBe(`trial ${trial} ${state}`);
  }
  expect(notes).toEqual([]);
});

test('whoever leaves leaves the sweep as it is', async () => {
  const { end } = await followed([0.7], () => fleetOf({}), true);
  expect(end).toMatchObject({ how: 'left', sweep: { id: 1, state: 'running' } });
});

test('steps are told of trials that run, and why a sweep waits once', async () => {
  const progress = { epoch: 0, epochs: 2, step: 1, steps: 4 };
  const lease = { sweepId: 1, sweep: 'my', trials: [1, 99], runningFor: 1000, progress };
  const agent = {
    ...{ id: 'a', name: 'gpu', host: 'node1', device: 'CPU', backend: 'wasm' },
    ...({ state: 'working', seenAgo: 100, lease } as const),
  };
  const waitsFor = 'no agent has the backend tensorflow.';
  const { told, notes } = await followed([0.7], () => fleetOf({ waitsFor }, [agent]), true);
  expect(told).toContain('step: 1');
  expect(told.filter((line) => line.includes('99'))).toEqual([]);
  expect(notes).toEqual([{ kind: 'message', message: `the sweep waits: ${waitsFor}` }]);
});
