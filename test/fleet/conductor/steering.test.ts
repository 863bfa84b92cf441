import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { UsageError } from '../../../src/core/errors.js';
import type { Wish } from '../../../src/fleet/protocol/api.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { onOneMachine, sumsSpec } from './fleet.js';
import { setStage } from './stage.js';

const POINTS = [0.6, 0.1, 0.5, 0.2, 0.4, 0.3].map((learning_rate) => ({ learning_rate }));
const spec = (name = 'fake') => sumsSpec(POINTS, { name });

describeWithPostgres('a sweep that is steered', () => {
  const stage = setStage();
  const { agent, conduct, rows } = stage;

  const values = async (sweepId: number) => (await rows(sweepId)).map(({ values }) => values);
  const undisturbed = async () => (await onOneMachine(spec())).rows.map(({ values }) => values);
  const kinds = async (sweepId: number) =>
    (
      await stage.fleet.connections.all<{ kind: string }>(
        'select kind from events where sweep_id = $1 and trial_id is null order by id',
        [sweepId],
      )
    ).map(({ kind }) => kind);
  const wish = (sweepId: number, wish: Wish) => stage.fleet.wish(sweepId, wish);

  /** One that waits after its first epoch until its lease is to stop, but once. */
  function waiting() {
    let count = 0;
    return agent({
      atEpoch: () => {
        count += 1;
        return count === 1 ? 'wait' : undefined;
      },
    });
  }

  test('paused, it stops at a checkpoint; wanted again, it goes on from there to the same', async () => {
    const its = await waiting();
    const sweepId = await stage.fleet.submit(spec());
    conduct();
    await expect.poll(() => its.orders.length, { timeout: 5000 }).toBe(1);
    await wish(sweepId, { wanted: 'pause' });
    await stage.fleet.until(sweepId, 'interrupted');
    await sleep(150);
    expect(await stage.fleet.stateOf(sweepId)).toMatchObject({ state: 'interrupted', waits: null });
    expect(its.orders).toHaveLength(1);
    await wish(sweepId, { wanted: 'run' });
    await stage.fleet.until(sweepId, 'finished');
    expect(await values(sweepId)).toEqual(await undisturbed());
    expect(its.orders[1]!.from).toMatchObject({ epoch: 1 });
  });

  test('cancelled, it ends, and nothing takes it up again', async () => {
    const its = await waiting();
    const sweepId = await stage.fleet.submit(spec());
    conduct();
    await expect.poll(() => its.orders.length, { timeout: 5000 }).toBe(1);
    await wish(sweepId, { wanted: 'cancel' });
    await stage.fleet.until(sweepId, 'interrupted');
    await expect.poll(async () => (await kinds(sweepId)).at(-1)).toBe('cancelled');
    await sleep(150);
    expect(await stage.fleet.connections.all(`select 1 from leases where "order" <> ''`)).toEqual(
      [],
    );
  });

  test('paused while nobody has it, what is at agents is stopped all the same', async () => {
    const its = await waiting();
    const sweepId = await stage.fleet.submit(spec());
    const first = conduct();
    await expect.poll(() => its.orders.length, { timeout: 5000 }).toBe(1);
    await first.close(true);
    await wish(sweepId, { wanted: 'pause' });
    expect((await stage.fleet.stateOf(sweepId)).state).toBe('running');
    conduct();
    await stage.fleet.until(sweepId, 'interrupted');
    const [lease] = await stage.fleet.connections.all<{ state: string }>(
      'select state from leases where sweep_id = $1',
      [sweepId],
    );
    expect(lease).toEqual({ state: 'finished' });
  });

  test('let go of, it trains on, and the next conductor goes on as if nothing had been', async () => {
    await agent({ atEpoch: () => void 0 });
    const sweepId = await stage.fleet.submit(spec());
    for (let round = 0; round < 30; round += 1) {
      const conductor = stage.fleet.conductor();
      await sleep(20 + 7 * (round % 9));
      await conductor.close(true);
      if ((await stage.fleet.stateOf(sweepId)).state === 'finished') break;
    }
    conduct();
    await stage.fleet.until(sweepId, 'finished');
    expect(await rows(sweepId)).toEqual((await onOneMachine(spec())).rows);
    expect((await kinds(sweepId)).filter((kind) => kind === 'interrupted')).toEqual([]);
  });

  test('that spent what it may take of machines waits, and goes on once it may take more', async () => {
    const its = await waiting();
    const sweepId = await stage.fleet.submit(spec(), { budget: 0.3 });
    conduct();
    await expect
      .poll(() => stage.fleet.stateOf(sweepId), { timeout: 5000 })
      .toMatchObject({
        ...{ state: 'interrupted', wanted: 'run' },
        waits: expect.stringMatching(
          /^its time on machines is used up \(.* for this sweep\); it goes on once it may take more$/,
        ),
      });
    const before = its.orders.length;
    await sleep(150);
    expect(its.orders).toHaveLength(before);
    await wish(sweepId, { budgetSeconds: 3600 });
    await stage.fleet.until(sweepId, 'finished');
    expect(await values(sweepId)).toEqual(await undisturbed());
    expect(await kinds(sweepId)).toContain('spent');
    expect((await stage.fleet.stateOf(sweepId)).waits).toBe(null);
  });

  test('so does one whose owner spent what all sweeps may take', async () => {
    await agent({ team: 'red' });
    const sweepId = await stage.fleet.submit(spec(), { team: 'red' });
    await stage.fleet.connections.run(`insert into budgets values ('red', 'ann', 0)`);
    conduct();
    await expect
      .poll(async () => (await stage.fleet.stateOf(sweepId)).waits, { timeout: 5000 })
      .toBe(
        'its time on machines is used up (0ms of 0ms for all sweeps of ann); it goes on once it may take more',
      );
    await stage.fleet.connections.run(`update budgets set seconds = 1000 where team = 'red'`);
    await stage.fleet.until(sweepId, 'finished');
  });

  test('whose time by the clock is over stops what runs, counted from its first lease', async () => {
    await waiting();
    const { budget } = spec();
    const sweepId = await stage.fleet.submit(
      sumsSpec(POINTS, { budget: { ...budget, wallMs: 1500, onWall: 'stop' } }),
    );
    const first = conduct();
    await sleep(1200);
    await first.close(true);
    conduct();
    await stage.fleet.until(sweepId, 'finished');
    const [lease] = await stage.fleet.connections.all<{ ms: number }>(
      'select ended_at - claimed_at as ms from leases where sweep_id = $1',
      [sweepId],
    );
    // Not from when the second conductor took it up.
    expect(lease!.ms).toBeLessThan(2500);
    for (const { attempts } of await rows(sweepId)) {
      expect(attempts).toEqual([
        ['stopped', expect.stringMatching(/budget\.wall of 1s500ms was over/)],
      ]);
    }
  });

  test('says that it waits for agents, of its team and with its backend', async () => {
    const sweepId = await stage.fleet.submit(sumsSpec(POINTS, { backend: 'tensorflow' }));
    const other = await stage.fleet.submit(sumsSpec(POINTS, { backend: 'auto' }), {
      team: 'green',
    });
    await agent();
    conduct();
    const waits = async (id: number) => (await stage.fleet.stateOf(id)).waits;
    await expect
      .poll(() => waits(sweepId), { timeout: 5000 })
      .toBe(
        'no agent of its team that has the backend tensorflow gives signs of life: start one with `thaw agent --backend tensorflow`',
      );
    expect(await waits(other)).toBe(
      'no agent of its team gives signs of life: start one with `thaw agent`',
    );
    await agent({ backend: 'tensorflow', exactness: 'gpu' });
    await agent({ backend: 'wasm', team: 'green' });
    await stage.fleet.until(sweepId, 'finished');
    await stage.fleet.until(other, 'finished');
    const store = await stage.fleet.openStore();
    expect((await store.readings.sweep(other))?.backend).toBe('wasm');
    expect((await store.readings.ranOn(sweepId))?.exactness).toBe('gpu');
    await store.close();
  });

  test('a snapshot goes to agents of its exactness alone, and is left once there are none for long', async () => {
    const first = await agent({ exactness: 'class A', atEpoch: () => 'drain' });
    const sweepId = await stage.fleet.submit(spec());
    conduct({ times: { classGone: 500, leases: 20 } });
    // What it gives back it may take again before it is seen to have left.
    await expect.poll(() => first.orders.length, { timeout: 5000 }).toBeGreaterThan(0);
    await first.leave();
    const second = await agent({ exactness: 'class B' });
    await stage.fleet.until(sweepId, 'finished');
    expect(await values(sweepId)).toEqual(await undisturbed());
    expect(second.orders.map(({ from }) => from)).toEqual([null]);
    const [remark] = await stage.fleet.connections.all<{ message: string }>(
      `select message from events where sweep_id = $1 and kind = 'checkpoint'`,
      [sweepId],
    );
    expect(remark!.message).toMatch(/so training starts over: no agent that goes on with it/);
  });

  test('a cohort that only large agents have room for goes to none that is small', async () => {
    const small = await agent({ cohortBytes: 2 ** 20 });
    const large = [await agent(), await agent()];
    const sweepId = await stage.fleet.submit(spec());
    conduct();
    await stage.fleet.until(sweepId, 'finished');
    expect(small.orders).toEqual([]);
    expect(large.flatMap(({ orders }) => orders)).not.toEqual([]);
  });

  test('one that cannot be run hurts no other, says why, and is tried again', async () => {
    await agent();
    const [bad, good] = [await stage.fleet.submit(spec('bad')), await stage.fleet.submit(spec())];
    let isMended = false;
    const { assemble } = stage.fleet.parts;
    conduct({
      assemble(spec, backend) {
        if (spec.name === 'bad' && !isMended) throw new UsageError('no such sampler');
        return assemble(spec, backend);
      },
    });
    await stage.fleet.until(good, 'finished');
    await expect
      .poll(async () => (await stage.fleet.stateOf(bad)).waits, { timeout: 5000 })
      .toMatch(/^could not go on \(no such sampler\); it is tried again in /);
    expect(await kinds(bad)).toContain('conductor');
    isMended = true;
    await stage.fleet.until(bad, 'finished');
    expect((await stage.fleet.stateOf(bad)).waits).toBe(null);
    stage.fleet.errors.length = 0;
  });

  test('that stops by itself is paused, with the reason', async () => {
    await agent({ refuses: () => ({ code: 'E_BACKEND', message: 'no device' }) });
    const sweepId = await stage.fleet.submit(spec());
    conduct();
    await stage.fleet.until(sweepId, 'interrupted');
    await expect
      .poll(() => stage.fleet.stateOf(sweepId), { timeout: 5000 })
      .toMatchObject({
        wanted: 'pause',
        waits: expect.stringMatching(/^stopped, as no trial can run: .*no device/),
      });
  });
});
