import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { SweepSpec } from '../../../src/core/sweep.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { EPOCHS, onOneMachine, sumsSpec } from './fleet.js';
import { type Interfere, interfered } from './interfere.js';
import { setStage } from './stage.js';

const POINTS = [0.6, 0.1, 0.5].map((learning_rate) => ({ learning_rate, epochs: 3 }));

/** Quick: hundreds of sweeps are taken over. */
const QUICK = { look: 10, view: 30, leases: 50, firstPause: 10 };

describeWithPostgres('a sweep whose conductor', () => {
  // Before the stage is set, so that it comes after all have left.
  afterEach(() => void stage.fleet.errors.splice(0));
  const stage = setStage();
  const { agent, rows } = stage;

  function conduct(interfere?: Interfere) {
    const openStore = async () => {
      const store = await stage.fleet.openStore();
      return interfere ? interfered(store, interfere) : store;
    };
    return stage.conduct({ times: QUICK, openStore });
  }

  /** As if its process were gone: it holds nothing any more, and whatever it says now is not heard. */
  async function bury(sweepId: number): Promise<void> {
    await stage.fleet.connections.run(
      'update sweeps set holder_token = null, holder_seen = null where id = $1',
      [sweepId],
    );
  }

  /** Runs a sweep whose first conductor dies at its write of this number, before or after it. */
  async function killedAt(spec: SweepSpec, at: number, side: 'before' | 'after') {
    const sweepId = await stage.fleet.submit(spec);
    let count = 0;
    let killed: string | undefined;
    const first = conduct(async (call, now) => {
      if (killed !== undefined) throw new Error('the process is gone');
      if (now === 'before') count += 1;
      if (count !== at || now !== side) return;
      killed = `${side} ${call} (${at})`;
      await bury(sweepId);
      void first.close(true);
      conduct();
      throw new Error('the process is gone');
    });
    await stage.fleet.until(sweepId, 'finished');
    await stage.clear(1);
    return { sweepId, killed, count };
  }

  test('dies, wherever that is, comes to the same rows: no training is lost, none counts twice', async () => {
    await agent();
    const spec = sumsSpec(POINTS);
    const { rows: undisturbed } = await onOneMachine(spec);
    const { count } = await killedAt(spec, 0, 'before');
    expect(count).toBeGreaterThan(20);
    for (let at = 1; at <= count; at += 1) {
      for (const side of at % 2 === 0 ? (['before'] as const) : (['after'] as const)) {
        const { sweepId, killed } = await killedAt(spec, at, side);
        expect(await rows(sweepId), killed).toEqual(undisturbed);
      }
    }
    expect(await stage.fleet.connections.all('select * from messages')).toEqual([]);
    expect(await stage.fleet.connections.all(`select id from leases where "order" <> ''`)).toEqual(
      [],
    );
  });

  test('dies again and again while trials pause and are promoted gives each one outcome, with its reason', async () => {
    const points = [0.3, 0.42, 0.34, 0.46, 0.38, 0.5, 0.2, 0.1].map((learning_rate, place) => {
      return { learning_rate, augmentation: `crossing ${place % 2}` };
    });
    const spec = sumsSpec(points, { earlyTerminate: { type: 'asha', min_iter: 1, eta: 2 } });
    const whole = (await onOneMachine({ ...spec, earlyTerminate: null })).rows;
    await agent();
    await agent();
    const sweepId = await stage.fleet.submit(spec);
    for (let round = 1; round < 60; round += 1) {
      if ((await stage.fleet.stateOf(sweepId)).state === 'finished') break;
      let left = 3 + (round % 7);
      let isDead = false;
      const conductor = conduct(async (call, side) => {
        if (isDead) throw new Error('the process is gone');
        left -= 1;
        // At first when verdicts are told, and no trial has ended by them.
        if (round < 4) left = call === 'end' && side === 'before' ? 0 : 9;
        else if (left > 0 || side === (round % 2 === 0 ? 'before' : 'after')) return;
        if (left > 0) return;
        isDead = true;
        await bury(sweepId);
        throw new Error('the process is gone');
      });
      for (let wait = 0; wait < 100 && !isDead && !(await isOver(sweepId)); wait += 1) {
        await sleep(10);
      }
      await conductor.close(true);
    }
    conduct();
    await stage.fleet.until(sweepId, 'finished');
    for (const { number, state, values, attempts } of await rows(sweepId)) {
      expect(values).toEqual(whole[number]!.values.slice(0, values.length));
      expect(state).toBe(values.length === EPOCHS ? 'finished' : 'stopped');
      const ends = attempts.filter(([how]) => how === 'finished' || how === 'stopped');
      expect(ends).toHaveLength(1);
      for (const [how, why] of attempts) {
        expect(how).not.toBe('crashed');
        if (how === 'stopped') expect(why).toMatch(/^pruned after epoch \d+: (?!by its pruner)/);
        if (how === 'interrupted') expect(why).toMatch(/^paused after epoch \d+: \S/);
      }
    }
  });

  async function isOver(sweepId: number): Promise<boolean> {
    return (await stage.fleet.stateOf(sweepId)).state === 'finished';
  }

  test('stood still while another went on writes nothing when it comes back', async () => {
    await agent();
    for (const call of ['take', 'report', 'end', 'fenced', 'addSnapshot', 'addEvent']) {
      const sweepId = await stage.fleet.submit(sumsSpec(POINTS));
      let comeBack: () => void = () => undefined;
      let seen = 0;
      let returned: unknown = 'not yet';
      const paused = conduct(async (name, side) => {
        if (name !== call || side !== 'before' || seen > 0) return;
        seen += 1;
        await bury(sweepId);
        conduct();
        await new Promise<void>((resolve) => {
          comeBack = resolve;
        });
        returned = 'came back';
      });
      await stage.fleet.until(sweepId, 'finished');
      const store = await stage.fleet.openStore();
      const before = [await rows(sweepId), await store.log.events(sweepId)];
      await store.close();
      comeBack();
      await paused.close(true);
      expect(returned, call).toBe('came back');
      const after = await stage.fleet.openStore();
      const now = [await rows(sweepId), await after.log.events(sweepId)];
      await after.close();
      expect(now, call).toEqual(before);
      await stage.clear(1);
    }
  });

  test('is one of three at once is conducted by one at a time', async () => {
    await agent();
    await agent();
    const spec = sumsSpec(POINTS);
    const all = [conduct(), conduct(), conduct()];
    const sweeps = await Promise.all([1, 2, 3, 4, 5].map(() => stage.fleet.submit(spec)));
    let most = 0;
    const watching = setInterval(() => {
      const its = all.flatMap(({ conducted }) => [...conducted]);
      most = Math.max(most, its.length);
    }, 5);
    for (const sweepId of sweeps) await stage.fleet.until(sweepId, 'finished');
    clearInterval(watching);
    expect(most).toBeGreaterThan(0);
    const { rows: undisturbed } = await onOneMachine(spec);
    for (const sweepId of sweeps) {
      expect((await rows(sweepId)).map(({ state, values }) => [state, values])).toEqual(
        undisturbed.map(({ state, values }) => [state, values]),
      );
      for (const { attempts } of await rows(sweepId))
        expect(attempts).toEqual([['finished', null]]);
    }
  });
});
