import { setTimeout as sleep } from 'node:timers/promises';
import type { MadeOf } from '../../../src/core/prints/fingerprint.js';
import type { Params } from '../../../src/core/space.js';
import type { SweepSpec } from '../../../src/core/sweep.js';
import type { Trial } from '../../../src/core/trial.js';
import {
  CONDUCTOR_TIMES,
  type ConductorParts,
  type ConductorTimes,
} from '../../../src/fleet/conductor/parts.js';
import { startConductor } from '../../../src/fleet/conductor/start-conductor.js';
import { createHandlers } from '../../../src/fleet/gateway/handlers.js';
import { reapLeases } from '../../../src/fleet/gateway/upkeep/reap.js';
import { openJobs } from '../../../src/fleet/jobs/open-jobs.js';
import { listen } from '../../../src/fleet/notices/listen.js';
import type { Caller } from '../../../src/fleet/tokens/token-gate.js';
import { createToken } from '../../../src/fleet/tokens/tokens.js';
import { createPruner } from '../../../src/search/create-pruner.js';
import type { Store } from '../../../src/store/port.js';
import { openStore, type PostgresStore } from '../../../src/store/postgres/postgres-store.js';
import { NOW_MS } from '../../../src/store/postgres/server-now.js';
import { connectTo } from '../../../src/store/postgres/sql.js';
import { openStore as openSqlite } from '../../../src/store/sqlite/sqlite-store.js';
import type { SweepFiles } from '../../../src/sweep/files/sweep-files.js';
import { runSweep } from '../../../src/sweep/run-sweep.js';
import { listSampler } from '../../fakes/fake-sampler.js';
import { fakeRecipe, fakeSpec, MADE, PROVENANCE, together } from '../../fakes/specs.js';
import { fleetPlace } from '../fleet-database.js';
import { type FakeAgent, type FakeAgentParts, startAgent } from './fake-agent.js';
import { type Blobs, trainSums } from './sums.js';

export const EPOCHS = 4;
const RULE = { epochs: true, everyMs: 1e9, maxBytes: null };

/** A sweep over these points, whose trials are judged as they go. */
export function sumsSpec(points: readonly Params[], change: Partial<SweepSpec> = {}): SweepSpec {
  return fakeSpec({
    checkpoint: RULE,
    points,
    runCap: points.length,
    space: { learning_rate: { kind: 'categorical', values: points.map((_, place) => place) } },
    ...change,
  });
}

const assembled = (spec: SweepSpec) => ({
  pace: { rate: 1e9, backward: 3 },
  sampler: listSampler(spec.points),
  pruner: spec.earlyTerminate && createPruner(spec.earlyTerminate, spec.metric),
  recipeFor: (params: Params) => fakeRecipe({ epochs: EPOCHS, ...params }),
  backward: 3,
});

export type Fleet = Awaited<ReturnType<typeof startFleet>>;

/** Times short enough for tests. */
const TIMES: ConductorTimes = {
  ...CONDUCTOR_TIMES,
  ...{ look: 50, view: 50, leases: 200, silence: 400, firstPause: 50, retryPause: 1 },
};

/** A database with all that a gateway has but HTTP, agents that train by sums, and conductors. */
export async function startFleet() {
  const place = await fleetPlace();
  const connections = connectTo(place);
  const jobs = await openJobs(connections, { leaseSeconds: 10 });
  const ear = listen(connections);
  const handlers = createHandlers({ connections, jobs, ear, leaseMs: 10_000 });
  const blobs: Blobs = new Map();
  const callers = new Map<string, Caller>();
  const agents: FakeAgent[] = [];
  const errors: unknown[] = [];
  const conductors: ReturnType<typeof startConductor>[] = [];

  async function callerOf(team: string): Promise<Caller> {
    const known = callers.get(team);
    if (known) return known;
    const token = { team, owner: 'ann', role: 'agent', lifeMs: null } as const;
    const { row } = await createToken(connections, token);
    const caller = { tokenId: row.id, team, owner: 'ann', role: 'agent' } as const;
    callers.set(team, caller);
    return caller;
  }

  const stateOf = async (sweepId: number) =>
    (await connections.one<{ state: string; wanted: string; waits: string | null }>(
      `select state, wanted, waits_for as waits from sweeps
       join submissions on submissions.sweep_id = sweeps.id where sweeps.id = $1`,
      [sweepId],
    ))!;

  return {
    ...{ connections, jobs, ear, handlers, blobs, errors, stateOf },
    parts: { assemble: (spec: SweepSpec, _backend: string) => assembled(spec) },
    async agent(change: Partial<FakeAgentParts> & { readonly team?: string } = {}) {
      const { team = 'blue', ...rest } = change;
      const agent = await startAgent({
        ...{ handlers: () => handlers, sql: connections, blobs, name: `a${agents.length}` },
        caller: await callerOf(team),
        ...rest,
      });
      agents.push(agent);
      return agent;
    },
    async submit(
      spec: SweepSpec,
      { team = 'blue', priority = 1, budget = null as number | null, made = MADE as MadeOf } = {},
    ): Promise<number> {
      const row = await connections.one<{ id: number }>(
        `insert into sweeps (name, state, spec, file, source, created_at)
         values ($1, 'interrupted', $2, '/x.yaml', '', 'now') returning id`,
        [spec.name, JSON.stringify(spec)],
      );
      await connections.run(
        `insert into submissions
           (sweep_id, team, owner, priority, wanted, budget_seconds, made, submitted_at)
         values ($1, $2, 'ann', $3, 'run', $4, $5, ${NOW_MS})`,
        [row!.id, team, priority, budget, JSON.stringify(made)],
      );
      return row!.id;
    },
    conductor(
      change: Partial<Omit<ConductorParts, 'times'>> & {
        readonly times?: Partial<ConductorTimes>;
      } = {},
    ) {
      const { times, ...rest } = change;
      const conductor = startConductor({
        ...{ connections, jobs, ear, leaseMs: 10_000, version: PROVENANCE.version },
        openStore: () => openStore(place, { beatMs: 100, silenceMs: TIMES.silence }),
        assemble: assembled,
        backends: ['tensorflow', 'wasm'],
        onError: (error) => errors.push(error),
        ...rest,
        times: { ...TIMES, ...times },
      });
      conductors.push(conductor);
      return conductor;
    },
    openStore: (): Promise<PostgresStore> =>
      openStore(place, { beatMs: 100, silenceMs: TIMES.silence }),
    wish: (sweepId: number, wish: Parameters<typeof handlers.wish>[2]) =>
      callerOf('blue').then((caller) => handlers.wish(caller, sweepId, wish)),
    /** Resolves once the sweep is in this state, nobody holds it, and it has no open lease. */
    async until(sweepId: number, state: string, ms = 20_000): Promise<void> {
      const deadline = performance.now() + ms;
      for (;;) {
        const row = await connections.one(
          `select 1 from sweeps where id = $1 and state = $2 and holder_token is null`,
          [sweepId, state],
        );
        if (row) return;
        if (performance.now() > deadline) {
          throw new Error(
            `sweep ${sweepId}: ${JSON.stringify(await stateOf(sweepId))}, not ${state}; ${errors.map(String).join('; ')}`,
          );
        }
        await sleep(10);
      }
    },
    /** What the agents' jobs without signs of life would come to. */
    async lose(agent: FakeAgent): Promise<void> {
      await connections.run(
        `update thaw_jobs.job set state = 'failed'
         where id = any(select id::uuid from leases where agent_id = $1 and state = 'running')`,
        [agent.id],
      );
      await reapLeases(connections);
    },
    async close() {
      await Promise.all(agents.map((agent) => agent.kill()));
      await Promise.all(conductors.map((conductor) => conductor.close(true)));
      handlers.close();
      await ear.close();
      await jobs.close();
      await connections.close();
    },
  };
}

const NO_FILES: SweepFiles = {
  checkpoint: (trialId) => `${trialId}`,
  dropCheckpoint() {},
  snapshotBase: (cohort) => `cohort-${cohort}`,
  placeFile: () => null,
  placeOf: () => null,
  keep: async ({ part }) => part,
  pathOf: ({ file }) => file,
  drop() {},
  keepOnly() {},
  clear() {},
};

/** The same sweep on one machine, with SQLite, in so many lanes: what must come of it. */
export async function onOneMachine(spec: SweepSpec, lanes = 1) {
  const store = openSqlite(':memory:');
  const blobs: Blobs = new Map();
  try {
    const sweepId = await store.queue.createSweep({ spec, file: '', source: '' });
    const result = await runSweep({
      ...{ store, sweepId, spec, provenance: PROVENANCE, made: MADE, files: NO_FILES },
      ...{ snapshots: spec.checkpoint, queue: together(lanes), firstPause: 1 },
      ...assembled(spec),
      signal: new AbortController().signal,
      runner: {
        async run(cohort, events, signal) {
          await trainSums({ ...cohort, from: cohort.stored ?? null }, blobs, {
            begin: () => events.begin(0),
            epoch: (reports) => events.epoch(reports),
            end: (end) => events.end(end),
            snapshot: ({ file, ...made }, trialIds) =>
              events.snapshot({ ...made, part: file, trialIds }),
            noSnapshot: (why, startOver) => events.noSnapshot(why, startOver),
            stops: () => signal.aborted,
          });
          return { trunk: 1, trunkAlone: 1, trained: 1, trainedAlone: 1 };
        },
        close: async () => undefined,
      },
    });
    return { result, rows: await rowsOf(store, sweepId) };
  } finally {
    await store.close();
  }
}

/** What is known of a sweep's trials in the end, but for times and ids. */
export async function rowsOf(store: Pick<Store, 'readings'>, sweepId: number) {
  const trials = await store.readings.trials(sweepId);
  const attempts = await store.readings.allAttempts(sweepId);
  return trials.map((trial) => ({
    ...told(trial),
    attempts: attempts
      .filter(({ trialId }) => trialId === trial.id)
      .map(({ state, error }) => [state, error?.message ?? null]),
  }));
}

const told = ({ number, point, replicate, params, state, reports }: Trial) => ({
  ...{ number, point, replicate, params, state },
  values: reports.map(({ metrics }) => metrics),
});
