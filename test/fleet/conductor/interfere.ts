import type { PostgresStore } from '../../../src/store/postgres/postgres-store.js';

/** Called before and after each call that writes: what it awaits happens there, what it throws, too. */
export type Interfere = (call: string, side: 'before' | 'after') => Promise<void>;

const WRITES = [
  ...['add', 'take', 'end', 'endPaused', 'recover', 'addSnapshot', 'leaveSnapshots'],
  ...['tidySnapshots', 'setCheckpointEpoch', 'updateSweep'],
];

/** A store whose every write can be interfered with. */
export function interfered(store: PostgresStore, interfere: Interfere): PostgresStore {
  function around<Args extends readonly unknown[], Result>(
    name: string,
    call: (...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result> {
    return async (...args) => {
      await interfere(name, 'before');
      const result = await call(...args);
      await interfere(name, 'after');
      return result;
    };
  }

  const queue = Object.fromEntries(
    Object.entries(store.queue).map(([name, call]) => [
      name,
      WRITES.includes(name) ? around(name, call as never) : call,
    ]),
  ) as unknown as PostgresStore['queue'];
  return {
    ...store,
    queue,
    log: {
      ...store.log,
      report: around('report', store.log.report),
      addEvent: around('addEvent', store.log.addEvent),
    },
    fenced: (sweepId, act) => around('fenced', () => store.fenced(sweepId, act))(),
  };
}
