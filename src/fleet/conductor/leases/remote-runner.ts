import { NO_WORK } from '../../../core/cohort-work.js';
import type { CohortRunner, PlannedCohort } from '../../../sweep/runners/runner.js';
import type { Order } from '../../protocol/order.js';
import { type FollowParts, followLease, type Signals } from './follow-lease.js';
import { layDown, type OpenLease, openLeases, reasonsOf } from './lease-rows.js';
import type { PlannedOrder } from './order-of.js';

export interface RemoteRunnerParts extends FollowParts {
  readonly sweepId: number;
  readonly team: string;
  /** The sweep's among those of its team, as it is now. */
  readonly weight: () => number;
  readonly orderOf: (cohort: PlannedCohort) => PlannedOrder;
  /** The queue of agents that may have it. */
  readonly queueFor: (cohort: PlannedCohort, bytes: number) => string;
}

type Events = Parameters<CohortRunner['run']>[1];

/**
 * Trains each cohort at an agent, under a lease. Agents outlive whoever listens to them: their cohorts
 * can be gone on with.
 */
export function createRemoteRunner(parts: RemoteRunnerParts): CohortRunner {
  const { store, sql, jobs, watch, sweepId, team, weight } = parts;
  /** By the names of their cohorts. */
  const left = new Map<string, OpenLease>();

  async function lay(order: Order, queue: string): Promise<OpenLease> {
    await jobs.ready(queue);
    return store.fenced(sweepId, (sql) => {
      return layDown(sql, jobs, order, { team, queue, weight: weight() });
    });
  }

  /** Lays it down again for as long as whoever has it does not begin. */
  async function follow(first: OpenLease, events: Events, signals: Signals) {
    for (let lease = first; ; lease = await lay(lease.order, lease.queue)) {
      const followed = await followLease(lease, events, signals, parts);
      if (followed.is === 'over') return followed.work;
      if (signals.asked.aborted || signals.signal.aborted) return NO_WORK;
    }
  }

  return {
    async run(cohort, events, signal, asked = signal) {
      const { order, bytes } = parts.orderOf(cohort);
      const lease = await lay(order, parts.queueFor(cohort, bytes));
      return follow(lease, events, { signal, asked });
    },
    close: async () => watch.close(),
    left: {
      async cohorts() {
        const found = [];
        for (const lease of await openLeases(sql, sweepId)) {
          const { order, taken } = lease;
          left.set(order.cohort, lease);
          found.push({
            name: order.cohort,
            trialIds: order.trials.map(({ trialId }) => trialId),
            hasBegun: taken > 0,
            reasons: await reasonsOf(sql, lease.id),
          });
        }
        return found;
      },
      goOn: ({ name }, events, signal, asked) => follow(left.get(name)!, events, { signal, asked }),
    },
  };
}
