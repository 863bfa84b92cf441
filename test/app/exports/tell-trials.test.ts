import { expect, test } from 'vitest';
import { tellTrials } from '../../../src/app/exports/tell-trials.js';
import type { CliContext } from '../../../src/cli/context.js';
import { createScreen } from '../../../src/cli/progress/screen.js';
import { showParts } from '../../../src/cli/progress/show-parts.js';

/** Where there is no terminal: what is printed by an export whose clock is `clock`. */
function toldAt(clock: { now: number }) {
  const lines: string[] = [];
  const now = () => clock.now;
  const err: CliContext['err'] = {
    ...{ isTerminal: false, colors: false, columns: () => 80, lost: () => null },
    ...{ write: (text: string) => void lines.push(text), repaint: () => undefined },
    taken: async () => undefined,
  };
  return { lines, told: tellTrials({ now }, showParts({ err, now }, createScreen(err))) };
}

test('a short export says nothing on its way', async () => {
  const { lines, told } = toldAt({ now: 0 });
  told.onTrials(1, 3);
  await told.during(Promise.resolve());
  expect(lines).toEqual([]);
});

test('a long one tells how far it is, though it reads twice, and when it is done', async () => {
  const clock = { now: 0 };
  const { lines, told } = toldAt(clock);
  for (const [now, done] of [
    [2000, 900],
    [9000, 1200],
    [18_000, 100],
  ] as const) {
    clock.now = now;
    told.onTrials(done, 1200);
  }
  await told.during(Promise.resolve());
  expect(lines).toEqual([
    'exporting: 900 of 1,200 trials ...\n',
    'exporting: 100 of 1,200 trials ...\n',
    'exporting: 1,200 trials in 18 s\n',
  ]);
});

test('one that fails is never told as done', async () => {
  const clock = { now: 0 };
  const { lines, told } = toldAt(clock);
  clock.now = 2000;
  told.onTrials(2, 3);
  await expect(told.during(Promise.reject(new Error('no room')))).rejects.toThrow('no room');
  expect(lines).toEqual(['exporting: 2 of 3 trials ...\n']);
});
