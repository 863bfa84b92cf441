import type { MadeOf } from '../../../core/prints/fingerprint.js';
import { type Provenance, provenanceOf } from '../../../core/provenance.js';
import type { SweepRow } from '../../../store/port.js';
import type { PostgresStore } from '../../../store/postgres/postgres-store.js';
import { conductSweep } from '../../../sweep/run-sweep.js';
import type { SweepParts } from '../../../sweep/sweep-parts.js';
import { memoryClass, queueOf } from '../../jobs/queues.js';
import { exactClass } from '../../protocol/exact-class.js';
import { artifactFiles } from '../leases/artifact-files.js';
import { orderOf } from '../leases/order-of.js';
import { createRemoteRunner } from '../leases/remote-runner.js';
import { watchLeases } from '../leases/watch-leases.js';
import type { ConductorParts } from '../parts.js';
import type { Capacities } from '../sharing/capacities.js';
import { bestBackend, mostBytes } from '../sharing/fleet-view.js';
import { conclude } from './conclude.js';
import { setWaitsFor, trainedFor } from './submissions.js';

/** A sweep while this process conducts it. */
export interface Conducted {
  readonly sweepId: number;
  readonly team: string;
  /** Its share's weight, as it is now. */
  readonly weight: () => number;
  /** Aborts when it is to stop: it was paused or cancelled. */
  readonly stop: AbortSignal;
  /** Aborts, with what is used up, when it may take no more of machines. */
  readonly spent: AbortSignal;
  /** Aborts when another conductor is to go on. */
  readonly leave: AbortSignal;
}

/** Runs a sweep from wherever it is, to its end or until it is to stop, and says what follows. */
export async function conduct(
  conducted: Conducted,
  parts: ConductorParts,
  capacities: Capacities,
): Promise<void> {
  const { sweepId } = conducted;
  const store = await parts.openStore();
  try {
    await store.queue.lock(sweepId);
    const sweep = await store.readings.sweep(sweepId);
    // Another ended it before this one had it.
    if (!sweep || (sweep.state !== 'running' && sweep.state !== 'interrupted')) return;
    const result = await run(sweep, store, conducted, parts, capacities);
    if (result) await conclude(store, sweepId, result, conducted.spent);
  } finally {
    // What it holds still is given back with it.
    await store.close();
  }
}

async function run(
  sweep: SweepRow,
  store: PostgresStore,
  conducted: Conducted,
  parts: ConductorParts,
  capacities: Capacities,
) {
  const { connections, jobs, ear, times } = parts;
  const { sweepId, team, stop, spent, leave } = conducted;
  const { spec } = sweep;
  const backend = sweep.backend ?? backendFor(sweep, team, parts, capacities);
  if (sweep.backend === null) await store.queue.updateSweep(sweepId, { backend });
  await store.fenced(sweepId, (sql) => setWaitsFor(sql, sweepId, null));
  const made = await madeOf(parts, sweepId);
  const { pace, ...assembled } = parts.assemble(spec, backend);
  const provenance = provenanceOn(backend, team, parts, capacities);
  const watch = watchLeases({
    ...{ sql: connections, ear, lookMs: times.leases, onError: parts.onError },
  });
  const runner = createRemoteRunner({
    ...{ store, sql: connections, jobs, watch, provenance, leave, times, sweepId, team },
    weight: conducted.weight,
    orderOf: (cohort) => orderOf(cohort, { sweepId, spec, made, pace }),
    queueFor({ stored }, needed) {
      const exactness = stored ? exactClass(stored.provenance) : null;
      const most = mostBytes(capacities.view, { team, backend });
      // Too large for all there are: any may try.
      return queueOf({
        ...{ team, backend, exactness },
        bytes: memoryClass(needed) <= most ? needed : null,
      });
    },
  });
  try {
    return await conductSweep({
      ...assembled,
      ...{ sweepId, spec, runner, provenance, made, leave, spent, signal: stop },
      store: keptLocked(store),
      snapshots: spec.checkpoint,
      files: artifactFiles(connections, team),
      queue: capacities.of({ id: sweepId, team, backend }),
      wallUsed: await trainedFor(connections, sweepId),
      ...(times.retryPause === undefined ? {} : { firstPause: times.retryPause }),
    });
  } finally {
    watch.close();
  }
}

/** What comes of a sweep's end is said before others may take it up. */
function keptLocked(store: PostgresStore): SweepParts['store'] {
  return { ...store, queue: { ...store.queue, unlock: async () => undefined } };
}

function backendFor(
  { spec }: SweepRow,
  team: string,
  { backends }: ConductorParts,
  { view }: Capacities,
): string {
  if (spec.backend !== 'auto') return spec.backend;
  const best = bestBackend(view, team, backends);
  if (best === null) throw new Error('no agent of its team gives signs of life');
  return best;
}

/** What rows say of trials that no agent began. */
function provenanceOn(
  backend: string,
  team: string,
  { version }: ConductorParts,
  { view }: Capacities,
): Provenance {
  const agent = view.agents.find((each) => each.team === team && each.backend === backend);
  if (agent) return provenanceOf(agent.info, version);
  return { version, backend, backendVersion: '', device: '', threads: 0, exactness: '' };
}

async function madeOf({ connections }: ConductorParts, sweepId: number): Promise<MadeOf> {
  const row = await connections.one<{ readonly made: string }>(
    'select made from submissions where sweep_id = $1',
    [sweepId],
  );
  return JSON.parse(row!.made) as MadeOf;
}
