import { NO_WORK } from '../../../core/cohort-work.js';
import { serializeError } from '../../../core/errors.js';
import type { SerializedError } from '../../../core/trial.js';
import { Refused } from '../../../store/gateway/http/refused.js';
import type { PlannedCohort } from '../../../sweep/runners/runner.js';
import { ArtifactError } from '../../artifacts/artifact-error.js';
import { HANDED_BACK } from '../../protocol/api.js';
import type { Order } from '../../protocol/order.js';
import type { Drain } from '../drain.js';
import type { AgentParts, ReadyInputs } from '../ports.js';
import { type Forwarded, forwardEvents } from './forward-events.js';
import { type HeldLease, holdLease } from './hold-lease.js';
import { checkpointFile, snapshotBase, sourceFile } from './lease-files.js';
import { linkSignals } from './link-signals.js';
import { LostLease } from './lost-lease.js';
import { createOutbox, type Outbox } from './outbox.js';
import { sizedError } from './sized.js';

export interface ClaimedLease {
  readonly lease: string;
  readonly order: Order;
  readonly leaseMs: number;
  /** See `HeldParts`. */
  readonly since: number;
}

export type LeaseEnd = 'finished' | 'failed' | 'lost';

/**
 * Trains a lease's cohort to its end. `drain`: its trials are to stop after their step, with a
 * snapshot of where they are.
 *
 * @throws {Refused} the gateway takes no more of this agent's word.
 */
export async function runLease(
  parts: AgentParts,
  claimed: ClaimedLease,
  drain: Pick<Drain, 'signal' | 'measured'>,
): Promise<LeaseEnd> {
  const { client, clock, observe } = parts;
  const { lease, order } = claimed;
  let forwarded: Forwarded | undefined;
  const held = holdLease({
    ...{ client, clock, ...claimed },
    progress: () => forwarded?.progress() ?? null,
  });
  const broken = new AbortController();
  const ending = linkSignals([held.lost, held.stop, drain.signal, broken.signal]);
  const outbox = createOutbox({ client, lease, held, broke: (error) => broken.abort(error) });
  held.stop.addEventListener('abort', () => observe({ type: 'stopping', lease }), { once: true });

  /** The cohort cannot begin here: others are to have it. */
  async function giveBack(why: unknown): Promise<LeaseEnd> {
    held.check();
    const error = ending.signal.aborted ? STOPPED : serializeError(why);
    const taken = await client.fail(lease, { error: sizedError(error) }, held.lost);
    if (taken.is === 'lost') throw new LostLease('the gateway has given it up');
    observe({ type: 'failed', lease, error });
    return 'failed';
  }

  async function trainIn(folder: string): Promise<LeaseEnd> {
    const ready = await makeReady(parts, order, folder, ending.signal);
    const { blobs, provenanceOf } = parts;
    forwarded = forwardEvents({
      ...{ outbox, held, blobs, clock, provenanceOf, observe, folder },
      ...{ cohort: order.cohort, measured: drain.measured },
    });
    observe({ type: 'begun', trialIds: order.trials.map(({ trialId }) => trialId) });
    const started = clock.now();
    await train(ready, forwarded, outbox, held, ending.signal);
    observe({ type: 'finished', lease, ms: clock.now() - started });
    return 'finished';
  }

  try {
    return await parts.withFolder(trainIn).catch((error) => {
      if (forwarded || held.lost.aborted) throw error;
      return giveBack(error);
    });
  } catch (error) {
    const why = held.lost.aborted ? held.lost.reason : error;
    if (!(why instanceof LostLease)) throw why;
    observe({ type: 'lost', lease, why: why.why });
    if (why.cause instanceof Refused) throw why.cause;
    return 'lost';
  } finally {
    held.close();
    ending.letGo();
  }
}

const STOPPED: SerializedError = {
  code: HANDED_BACK,
  message: 'Its agent was to stop before it could begin.',
};

interface Ready {
  readonly runner: ReturnType<AgentParts['runnerFor']>;
  readonly cohort: PlannedCohort;
}

/** What training takes. @throws why it cannot begin. */
async function makeReady(
  { inputs: source, blobs, runnerFor }: AgentParts,
  order: Order,
  folder: string,
  signal: AbortSignal,
): Promise<Ready> {
  signal.throwIfAborted();
  const inputs = await source.ready(order, signal);
  if (order.from) await fetchSource(blobs, order.from.sha256, folder, signal);
  return {
    runner: runnerFor({ order, inputs, folder }),
    cohort: cohortOf(order, inputs, folder),
  };
}

/** One that is gone is told of by whoever looks for its file: its trials start over. */
async function fetchSource(
  blobs: AgentParts['blobs'],
  digest: string,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await blobs.get(digest, sourceFile(folder), { signal });
  } catch (error) {
    if (!(error instanceof ArtifactError && error.fault === 'missing')) throw error;
  }
}

function cohortOf(order: Order, { recipes }: ReadyInputs, folder: string): PlannedCohort {
  return {
    name: order.cohort,
    trials: order.trials.map(({ trialId, keeps }, place) => ({
      trialId,
      recipe: recipes[place]!,
      checkpoint: keeps ? checkpointFile(folder, trialId) : null,
    })),
    followed: false,
    from: order.from && { ...order.from, path: sourceFile(folder) },
    snapshots: order.snapshots && { ...order.snapshots, base: snapshotBase(folder) },
    placeFile: null,
  };
}

/** What breaks the runner itself breaks its trials: their sweep decides what becomes of them. */
async function train(
  { runner, cohort }: Ready,
  { events, begun, ended }: Forwarded,
  outbox: Outbox,
  held: HeldLease,
  signal: AbortSignal,
): Promise<void> {
  let work = NO_WORK;
  try {
    work = await runner.run(cohort, events, signal);
  } catch (error) {
    if (held.lost.aborted || error instanceof LostLease || error instanceof Refused) throw error;
    if (!begun()) await events.begin(0);
    const left = cohort.trials.filter(({ trialId }) => !ended.has(trialId));
    for (const { trialId } of left) {
      await events.end({ trialId, how: 'broke', error: serializeError(error) });
    }
  }
  await outbox.finish({ type: 'done', work });
}
