import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createDesk } from '../../../src/store/postgres/turns/desk.js';
import type { Turn } from '../../../src/store/postgres/turns/turn.js';

const READS = [0, 1, 2, 3, 4, 5];
const TICKS = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const moments = READS.flatMap((reads) => TICKS.map((ticks) => ({ reads, ticks })));

test.each(moments)(
  'does each call once: $reads readings wait, and others come after $ticks ticks',
  async ({ reads, ticks }) => {
    const done: string[] = [];
    const desk = createDesk({
      together: (turns) => async () => {
        await setImmediate();
        for (const turn of turns) turn.made = { result: await turn.act(NO_SQL) };
      },
      patienceMs: 0,
      onWait() {},
      onWaited() {},
      onFailure() {},
    });
    const turn = (name: string): Turn<number> => ({
      number: 0,
      act: async () => done.push(name),
    });
    const first = desk.write(turn('first'));
    const readings = Array.from({ length: reads }, () => desk.read(async () => undefined));
    const later = first.then(async () => {
      for (let tick = 0; tick < ticks; tick += 1) await null;
      await Promise.all(['second', 'third', 'fourth'].map((name) => desk.write(turn(name))));
    });
    await Promise.all([first, ...readings, later]);
    expect(done).toEqual(['first', 'second', 'third', 'fourth']);
  },
  2000,
);

/** Nothing asks it. */
const NO_SQL = {} as Parameters<Turn<unknown>['act']>[0];
