import { expect, test } from 'vitest';
import { watchInterrupts } from '../../src/cli/interrupts.js';

/** What becomes of signals at these times, in milliseconds. */
async function after(times: readonly number[]): Promise<{ aborted: boolean; codes: number[] }> {
  let time = 0;
  let listener = (): void => undefined;
  const codes: number[] = [];
  const { signal } = watchInterrupts(
    {
      now: () => time,
      onSignal(each) {
        listener = each;
        return () => undefined;
      },
      onHangup: () => () => undefined,
      exitNow: (code) => void codes.push(code),
    },
    () => undefined,
  );
  for (const at of times) {
    time = at;
    listener();
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  return { aborted: signal.aborted, codes };
}

test('a signal that npm passes on is the one that was sent already', async () => {
  expect(await after([0, 20])).toEqual({ aborted: true, codes: [] });
});

test('a second signal leaves', async () => {
  expect(await after([0, 600])).toEqual({ aborted: true, codes: [130] });
});

test('signals in quick succession leave too: no haste keeps a process alive', async () => {
  expect(await after([0, 300, 600])).toEqual({ aborted: true, codes: [130] });
});
