import { z } from 'zod';
import type { RemoteReadings } from '../../../store/gateway/read-request.js';
import type { Changes, Store } from '../../../store/port.js';
import { text, whole } from '../../protocol/schemas/parts.js';
import { fitting } from '../http/read-body.js';
import { epoch, eventsAsked, ids, leaderboardQuery, metric, metricName } from './query-schema.js';
import type { Sight } from './sight.js';

/** What is read, and by whom. */
export interface Seen extends Pick<Store, 'readings' | 'log'> {
  readonly sight: Sight;
}

/** A method of the store as it may be called from afar. @throws {Refusal} it takes other arguments. */
export type ReadMethod = (seen: Seen, args: unknown) => Promise<unknown>;

/** All of them. What is not there and what may not be seen have the same answer. */
export const readMethods: Readonly<Record<keyof RemoteReadings, ReadMethod>> = {
  stamp: method([], ({ readings }) => readings.stamp()),
  sweeps: method([], async ({ readings, sight }) => {
    const all = await readings.sweeps();
    const own = await sight.sweeps(all.map(({ id }) => id));
    return all.filter(({ id }) => own.has(id));
  }),
  sweep: ofSweep([], ({ readings }, id) => readings.sweep(id)),
  trials: ofSweep([z.object({ reports: z.literal('open') }).optional()], ({ readings }, id, only) =>
    readings.trials(id, only),
  ),
  allAttempts: ofSweep([], ({ readings }, id) => readings.allAttempts(id)),
  tested: ofSweep([], ({ readings }, id) => readings.tested(id)),
  idRange: ofSweep([], ({ readings }, id) => readings.idRange(id)),
  allMadeOf: ofSweep([], ({ readings }, id) => readings.allMadeOf(id)),
  withCheckpoint: ofSweep([], ({ readings }, id) => readings.withCheckpoint(id)),
  deaths: ofSweep([], ({ readings }, id) => readings.deaths(id)),
  snapshots: ofSweep([], ({ readings }, id) => readings.snapshots(id)),
  ranOn: ofSweep([], ({ readings }, id) => readings.ranOn(id)),
  firstFailure: ofSweep([], ({ readings }, id) => readings.firstFailure(id)),
  leaderboard: ofSweep([leaderboardQuery], ({ readings }, id, query) => {
    return readings.leaderboard(id, query);
  }),
  events: ofSweep([eventsAsked.optional()], ({ log }, id, only) => log.events(id, only)),
  trial: ofTrial(({ readings }, id) => readings.trial(id)),
  attempts: ofTrial(({ readings }, id) => readings.attempts(id)),
  tests: ofTrial(({ readings }, id) => readings.tests(id)),
  checkpointEpoch: ofTrial(({ readings }, id) => readings.checkpointEpoch(id)),
  digests: ofTrial(({ readings }, id) => readings.digests(id)),
  madeOf: ofTrial(({ readings }, id) => readings.madeOf(id)),
  rights: method(
    [z.array(z.object({ trial: whole, epoch })).max(1_000_000)],
    async ({ readings, sight }, at) => {
      const own = await sight.trials(at.map(({ trial }) => trial));
      return readings.rights(at.filter(({ trial }) => own.has(trial)));
    },
  ),
  curves: method([ids, metricName], async ({ readings, sight }, trials, name) => {
    const own = await sight.trials(trials);
    const found = await readings.curves(
      trials.filter((id) => own.has(id)),
      name,
    );
    return new Map(trials.map((id) => [id, found.get(id) ?? []]));
  }),
  standings: method([ids, metric], async ({ readings, sight }, trials, by) => {
    const own = await sight.trials(trials);
    return readings.standings(
      trials.filter((id) => own.has(id)),
      by,
    );
  }),
  listing: method([text(200)], async ({ readings, sight }, digest) => {
    return (await sight.listing(digest)) ? readings.listing(digest) : null;
  }),
  trained: method([text(200), whole, ids.optional()], async (seen, backend, sweeps, among) => {
    const asked = among ?? (await seen.readings.sweeps()).map(({ id }) => id);
    return seen.readings.trained(backend, sweeps, [...(await seen.sight.sweeps(asked))]);
  }),
  changes: method([text(100).optional()], async (seen, after) => {
    const changes = await seen.log.changes(after);
    return changes && visible(changes, seen);
  }),
};

/** A sweep that is gone is nobody's any more; what is known of it is its id. */
async function visible(changes: Changes, { readings, sight }: Seen): Promise<Changes> {
  const own = await sight.sweeps([...changes.sweeps, ...changes.trials.keys()]);
  const sweeps: number[] = [];
  for (const id of changes.sweeps) {
    if (own.has(id) || !(await readings.sweep(id))) sweeps.push(id);
  }
  const trials = new Map([...changes.trials].filter(([id]) => own.has(id)));
  return { cursor: changes.cursor, sweeps, trials };
}

type Values<Schemas extends readonly z.ZodType[]> = {
  readonly [Place in keyof Schemas]: z.output<Schemas[Place]>;
};

function method<const Schemas extends readonly z.ZodType[]>(
  schemas: Schemas,
  answer: (seen: Seen, ...args: Values<Schemas>) => Promise<unknown>,
): ReadMethod {
  const tuple = z.tuple(schemas as unknown as [z.ZodType]);
  return (seen, args) =>
    answer(seen, ...(fitting(args, tuple) as readonly unknown[] as Values<Schemas>));
}

/** Of a sweep, by its id. */
function ofSweep<const Schemas extends readonly z.ZodType[]>(
  schemas: Schemas,
  answer: (seen: Seen, id: number, ...args: Values<Schemas>) => Promise<unknown>,
): ReadMethod {
  return method([whole, ...schemas], async (seen, id, ...args) => {
    const own = await seen.sight.sweeps([id as number]);
    return answer(seen, own.has(id) ? id : NOBODY, ...args);
  });
}

/** Of a trial, by its id. */
function ofTrial(answer: (seen: Seen, id: number) => Promise<unknown>): ReadMethod {
  return method([whole], async (seen, id) => {
    const own = await seen.sight.trials([id]);
    return answer(seen, own.has(id) ? id : NOBODY);
  });
}

/** An id that no sweep and no trial has. */
const NOBODY = 0;
