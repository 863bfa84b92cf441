import { afterEach, expect, test } from 'vitest';
import type { Params } from '../../../src/core/space.js';
import type { SweepSpec } from '../../../src/core/sweep.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { EPOCHS, onOneMachine, sumsSpec } from './fleet.js';
import { type Stage, setStage } from './stage.js';

const trunk = (augmentation: string, rates: readonly number[]): readonly Params[] =>
  rates.map((learning_rate) => ({ augmentation, learning_rate }));

const POINTS: readonly Params[] = [
  ...trunk('good', [0.6, 0.1, 0.5, 0.2, 0.4, 0.3]),
  ...trunk('poor', [0.06, 0.01, 0.05, 0.02, 0.04, 0.03]),
];

/** Over seven trunks, each a little worse, whose curves cross: rungs grow after trials paused. */
const MANY: readonly Params[] = [0, 1, 2, 3, 4, 5, 6].flatMap((place) =>
  trunk(
    `crossing ${place}`,
    [0.3, 0.42, 0.34, 0.46, 0.38, 0.5].map((rate) => rate - place / 40),
  ),
);

describeWithPostgres('a sweep at agents', () => {
  const stage = setStage();
  const { conduct, rows } = stage;
  afterEach(() => expect(stage.fleet.errors).toEqual([]));

  const agents = (...changes: readonly Parameters<Stage['agent']>[0][]) =>
    Promise.all(changes.map(stage.agent));

  /** Runs it to its end, and gives what came of it. */
  async function toTheEnd(spec: SweepSpec) {
    const sweepId = await stage.fleet.submit(spec);
    conduct();
    await stage.fleet.until(sweepId, 'finished');
    return rows(sweepId);
  }

  test('comes to what it comes to on one machine, and leaves nothing in hand', async () => {
    const spec = sumsSpec(POINTS);
    await agents({});
    expect(await toTheEnd(spec)).toEqual((await onOneMachine(spec)).rows);
    expect(await stage.fleet.connections.all('select * from messages')).toEqual([]);
    expect(await stage.fleet.connections.all(`select id from leases where "order" <> ''`)).toEqual(
      [],
    );
    expect(
      await stage.fleet.connections.all(
        `select id from thaw_jobs.job where state in ('created', 'active')`,
      ),
    ).toEqual([]);
  });

  test('comes to the same at several agents, repeats of its best points included', async () => {
    const spec = sumsSpec(POINTS, { repeats: { n: 3, top: 2 } });
    await agents({}, {}, {}, {});
    const its = await toTheEnd(spec);
    expect(its).toEqual((await onOneMachine(spec)).rows);
    expect(its).toHaveLength(POINTS.length + 4);
  });

  test('whose pruner pauses, promotes and stops: each trial learns what it learns alone', async () => {
    const spec = sumsSpec(MANY, { earlyTerminate: { type: 'asha', min_iter: 1, eta: 2 } });
    const whole = (await onOneMachine({ ...spec, earlyTerminate: null })).rows;
    const few = await agents({}, {}, {});
    const its = await toTheEnd(spec);
    for (const { number, state, values, attempts } of its) {
      expect(values).toEqual(whole[number]!.values.slice(0, values.length));
      expect(state).toBe(values.length === EPOCHS ? 'finished' : 'stopped');
      expect(
        attempts.filter(([state]) => state === 'finished' || state === 'stopped'),
      ).toHaveLength(1);
      const last = attempts.at(-1)!;
      if (state === 'stopped') expect(last[1]).toMatch(/^pruned after epoch \d+: \S/);
      for (const [, why] of attempts.slice(0, -1)) expect(why).toMatch(/^paused after epoch \d+: /);
    }
    expect(its.filter(({ state }) => state === 'stopped').length).toBeGreaterThan(10);
    expect(few.flatMap(({ orders }) => orders).filter(({ from }) => from)).not.toEqual([]);
  });

  test('an agent that dies costs what came after its last snapshot, and no more', async () => {
    const spec = sumsSpec(POINTS);
    const [first] = await agents({
      atEpoch: (_, epoch) => (epoch === 1 ? 'die' : undefined),
    });
    const sweepId = await stage.fleet.submit(spec);
    conduct();
    await expect.poll(() => first!.isDead(), { timeout: 5000 }).toBe(true);
    await stage.fleet.lose(first!);
    const [second] = await agents({});
    await stage.fleet.until(sweepId, 'finished');
    const its = await rows(sweepId);
    const { rows: undisturbed } = await onOneMachine(spec);
    const values = (rows: typeof its) => rows.map(({ state, values }) => ({ state, values }));
    expect(values(its)).toEqual(values(undisturbed));
    const killed = its.filter(({ attempts }) => attempts.length > 1);
    expect(killed).toHaveLength(first!.orders[0]!.trials.length);
    for (const { attempts } of killed) {
      expect(attempts).toEqual([
        ['interrupted', expect.stringMatching(/^its agent a\d+ gave no sign of life/)],
        ['finished', null],
      ]);
    }
    expect(second!.orders.find(({ from }) => from?.epoch === 1)).toBeDefined();
  });

  test('an agent that drains hands its cohort back, which goes on together from there', async () => {
    const spec = sumsSpec(POINTS);
    let drained = 0;
    await agents({
      atEpoch: (_, epoch) => {
        drained += 1;
        return epoch === 1 && drained < 4 ? 'drain' : undefined;
      },
    });
    const its = await toTheEnd(spec);
    expect(its.map(({ values }) => values)).toEqual(
      (await onOneMachine(spec)).rows.map(({ values }) => values),
    );
    expect(new Set(its.map(({ attempts }) => JSON.stringify(attempts)))).toEqual(
      new Set(['[["interrupted",null],["finished",null]]', '[["finished",null]]']),
    );
  });

  test('an agent that cannot begin costs a try, one that has to leave first does not', async () => {
    const spec = sumsSpec(POINTS.slice(0, 3));
    const codes = ['E_INTERRUPTED', 'E_INTERRUPTED', 'E_DATA'];
    await agents({
      refuses: () => {
        const code = codes.shift();
        return code === undefined ? undefined : { code, message: 'not here' };
      },
    });
    const its = await toTheEnd(spec);
    expect(its.map(({ attempts }) => attempts)).toEqual(
      Array(3).fill([
        ['interrupted', expect.stringMatching(/^its agent a\d+ could not begin it: not here$/)],
        ['finished', null],
      ]),
    );
  });

  test('a lease that ran for a day is cut at a snapshot, and goes on under another', async () => {
    const spec = sumsSpec(POINTS.slice(0, 2));
    let waited = 0;
    const [agent] = await agents({
      atEpoch: () => {
        waited += 1;
        return waited === 1 ? 'wait' : undefined;
      },
    });
    const sweepId = await stage.fleet.submit(spec);
    conduct({ times: { longest: 300, leases: 20 } });
    await stage.fleet.until(sweepId, 'finished');
    expect((await rows(sweepId)).map(({ values }) => values)).toEqual(
      (await onOneMachine(spec)).rows.map(({ values }) => values),
    );
    expect(agent!.orders.map(({ from }) => from?.epoch ?? null)).toEqual([null, 1]);
  });
});
