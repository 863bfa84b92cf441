import { type CohortWork, NO_WORK } from '../../../core/cohort-work.js';
import type { Provenance } from '../../../core/provenance.js';
import { decode } from '../../../store/gateway/wire.js';
import type { PostgresStore } from '../../../store/postgres/postgres-store.js';
import type { Sql } from '../../../store/postgres/sql.js';
import type { RunnerEvents } from '../../../sweep/runners/runner.js';
import { leavesCohorts } from '../../../sweep/stop.js';
import { giveUp } from '../../gateway/leases/lease-rows.js';
import type { Jobs } from '../../jobs/jobs.js';
import type { LeaseMessage } from '../../protocol/messages.js';
import { isClassGone, startOver } from './class-gone.js';
import { endingOf } from './ending-of.js';
import {
  askToStop,
  cancelQueued,
  closeLease,
  type LeaseNow,
  MOST_READ,
  markTaken,
  type OpenLease,
  readLease,
} from './lease-rows.js';
import { takeIn } from './take-in.js';
import type { LeaseWatch } from './watch-leases.js';

export interface FollowParts {
  readonly store: Pick<PostgresStore, 'fenced'>;
  /** For what is only read. */
  readonly sql: Sql;
  readonly jobs: Jobs;
  readonly watch: LeaseWatch;
  /** What the sweep's trials run on, where an agent did not say. */
  readonly provenance: Provenance;
  /** Aborts when another conductor is to go on. */
  readonly leave: AbortSignal;
  readonly times: LeaseTimes;
}

/** In milliseconds. */
export interface LeaseTimes {
  /** What an agent may take to hear that it is to stop, and to do so, while it gives signs of life. */
  readonly grace: number;
  /** How long one lease may run. */
  readonly longest: number;
  /** What a snapshot waits for an agent of its exactness while there is none. */
  readonly classGone: number;
}

export const LEASE_TIMES: LeaseTimes = {
  grace: 10 * 60_000,
  longest: 23 * 3_600_000,
  classGone: 15 * 60_000,
};

export interface Signals {
  /** What runs is to stop. */
  readonly signal: AbortSignal;
  /** What has not begun is not to begin. */
  readonly asked: AbortSignal;
}

/** `again`: nobody has begun it, and somebody else may. */
export type Followed =
  | { readonly is: 'over'; readonly work: CohortWork }
  | { readonly is: 'again' };

/**
 * Takes in what is told of a lease, message by message, until it is over; then how its trials end of
 * which nothing was told, and closes it. Each message and that it was taken in are not one transaction:
 * whoever goes on after a crash takes the last ones in again.
 */
export async function followLease(
  lease: OpenLease,
  events: RunnerEvents,
  { signal, asked }: Signals,
  parts: FollowParts,
): Promise<Followed> {
  const { store, sql, jobs, watch, leave, times } = parts;
  const { id, queue, order } = lease;
  const fenced = (act: (sql: Sql) => Promise<void>) => store.fenced(order.sweepId, act);
  const letsGo = () => leave.aborted || (signal.aborted && leavesCohorts(signal));
  const mustStop = () => signal.aborted && !letsGo();
  const mustNotBegin = () => (asked.aborted || signal.aborted) && !letsGo();
  let { taken } = lease;
  let begun = taken > 0;
  let work = NO_WORK;
  let askedAt: number | undefined;

  /** False: it was let go in the middle. */
  async function takeAll({ messages }: LeaseNow): Promise<boolean> {
    let marked = taken;
    const told = messages.map(({ seq, body }) => ({ seq, message: decode(body) as LeaseMessage }));
    for (const some of sideBySide(told)) {
      if (letsGo()) return false;
      const answers = await allDone(some.map(({ message }) => takeIn(message, events)));
      const { seq, message } = some.at(-1)!;
      const answer = answers.at(-1) ?? null;
      begun = true;
      if (message.type === 'done') work = message.work;
      taken = seq;
      // What waits for an answer, and what would be told twice.
      if (!answer && message.type !== 'note') continue;
      await fenced((sql) => markTaken(sql, id, seq, answer));
      marked = seq;
    }
    if (taken > marked) await fenced((sql) => markTaken(sql, id, taken, null));
    return true;
  }

  async function cancel(): Promise<void> {
    await fenced(async (sql) => void (await cancelQueued(sql, id)));
    // Apart from it: whoever claims has the job first, then the lease.
    await jobs.cancel(sql, { id, queue });
  }

  /** Lets it wait, or go on, or not. */
  async function decide({ state, ranFor, age }: LeaseNow): Promise<Followed | null> {
    if (state === 'queued') {
      if (mustNotBegin()) await cancel();
      else if (age > times.classGone && (await isClassGone(sql, lease, times.classGone))) {
        await cancel();
        const now = await readLease(sql, id, taken);
        if (now?.state !== 'cancelled') return null;
        await startOver(order, events, parts.provenance);
        await fenced((sql) => closeLease(sql, id));
        return { is: 'over', work };
      }
    } else if (mustStop() || (ranFor > times.longest && !letsGo())) {
      if (askedAt === undefined) await fenced((sql) => askToStop(sql, id));
      askedAt ??= performance.now();
      if (performance.now() - askedAt > times.grace) {
        await fenced((sql) => giveUp(sql, jobs, { id, queue }));
      }
    }
    return null;
  }

  const stir = () => watch.stir();
  for (const each of [signal, asked, leave]) each.addEventListener('abort', stir);
  try {
    await jobs.ready(queue);
    for (;;) {
      const heard = watch.now(id);
      const now = letsGo() ? undefined : await readLease(sql, id, taken);
      // Or it is gone, with its sweep.
      if (now === undefined) return { is: 'over', work };
      if (!(await takeAll(now))) return { is: 'over', work };
      if (now.messages.length === MOST_READ) continue;
      if (now.state !== 'queued' && now.state !== 'running') {
        const end = await endingOf(sql, now, begun);
        if (end.is === 'told') {
          if (!begun && order.trials.length > 0) await events.begin(parts.provenance);
          for (const { trialId } of order.trials) await events.end({ trialId, ...end.how });
        }
        await fenced((sql) => closeLease(sql, id));
        return end.is === 'again' ? { is: 'again' } : { is: 'over', work };
      }
      if (now.messages.length > 0) continue;
      const decided = await decide(now);
      if (decided) return decided;
      if (now.state === 'queued' && mustNotBegin()) continue;
      await watch.after(id, heard);
    }
  } finally {
    watch.forget(id);
    for (const each of [signal, asked, leave]) each.removeEventListener('abort', stir);
  }
}

interface Told {
  readonly seq: number;
  readonly message: LeaseMessage;
}

/** Ends of trials, which say nothing of each other, come together: a transaction each takes longer. */
function sideBySide(told: readonly Told[]): readonly (readonly Told[])[] {
  const groups: Told[][] = [];
  for (const each of told) {
    const before = groups.at(-1);
    const joins = each.message.type === 'end' && before?.[0]?.message.type === 'end';
    if (joins) before!.push(each);
    else groups.push([each]);
  }
  return groups;
}

/** Resolves, or rejects with the first failure, once none goes on. */
async function allDone<Result>(acts: readonly Promise<Result>[]): Promise<readonly Result[]> {
  await Promise.allSettled(acts);
  return Promise.all(acts);
}
