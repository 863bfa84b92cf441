import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Fleet, rowsOf, startFleet } from './fleet.js';

/** A fleet for the tests of a file, and whoever plays in one of them: they leave when it ends. */
export interface Stage {
  /** There once the file's tests begin. */
  readonly fleet: Fleet;
  agent(change?: Parameters<Fleet['agent']>[0]): ReturnType<Fleet['agent']>;
  /** It lets go of its sweeps when the test ends. */
  conduct(change?: Parameters<Fleet['conductor']>[0]): ReturnType<Fleet['conductor']>;
  /** Has all but the first `kept` that came leave, before the test ends. */
  clear(kept: number): Promise<void>;
  rows(sweepId: number): ReturnType<typeof rowsOf>;
}

/** Call it where tests are described. What a test's own file does after each comes first. */
export function setStage(): Stage {
  let fleet: Fleet;
  const leave: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    fleet = await startFleet();
  });
  afterAll(() => fleet?.close());
  afterEach(() => clear(0));

  async function clear(kept: number): Promise<void> {
    await Promise.all(leave.splice(kept).map((go) => go()));
  }

  return {
    get fleet() {
      return fleet;
    },
    async agent(change = {}) {
      const its = await fleet.agent(change);
      leave.push(its.leave);
      return its;
    },
    conduct(change = {}) {
      const conductor = fleet.conductor(change);
      leave.push(() => conductor.close(true));
      return conductor;
    },
    clear,
    async rows(sweepId) {
      const store = await fleet.openStore();
      try {
        return await rowsOf(store, sweepId);
      } finally {
        await store.close();
      }
    },
  };
}
