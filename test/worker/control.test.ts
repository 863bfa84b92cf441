import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { Verdict } from '../../src/core/verdict.js';
import { createControl, openControl } from '../../src/worker/protocol/control.js';

const verdicts = (...each: readonly Verdict[]) => new Map(each.entries());

/** What a worker of two trials reads of an epoch. */
function read(memory: SharedArrayBuffer, epoch: number) {
  const answer = openControl(memory).waitFor(epoch);
  return answer === 'interrupt' ? answer : [answer(0), answer(1)];
}

test('verdicts that are already there are read without waiting', () => {
  const control = createControl(2);
  control.decide(0, verdicts('continue', 'stop'));
  expect(read(control.memory, 0)).toEqual(['continue', 'stop']);
  control.decide(1, verdicts('pause'));
  expect(read(control.memory, 1)[0]).toBe('pause');
});

test('a cohort that waits for verdicts is freed when none will come', () => {
  const control = createControl(1);
  control.abandon();
  expect(openControl(control.memory).stopRequested()).toBe(true);
  expect(read(control.memory, 0)).toBe('interrupt');
});

test('verdicts outrank a stop request: the epoch they judge has ended', () => {
  const control = createControl(2);
  control.decide(3, verdicts('stop', 'continue'));
  control.requestStop();
  expect(read(control.memory, 3)).toEqual(['stop', 'continue']);
});

test('each look at the requests is a pulse, and so is each wait for a verdict', () => {
  const control = createControl(2);
  const pulses = [control.pulse()];
  openControl(control.memory).stopRequested();
  pulses.push(control.pulse());
  control.abandon();
  openControl(control.memory).waitFor(0);
  pulses.push(control.pulse());
  expect(new Set(pulses).size).toBe(3);
  control.decide(0, verdicts('pause', 'stop'));
  expect(read(control.memory, 0)).toEqual(['pause', 'stop']);
});

test('another thread waits for the verdicts on its own epoch, not on an earlier one', async () => {
  const control = createControl(1);
  control.decide(0, verdicts('stop')); // of an earlier epoch: must not be taken for epoch 1's
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const slots = new Int32Array(workerData);
     parentPort.postMessage('waiting');
     while (Atomics.load(slots, 1) < 2) Atomics.wait(slots, 1, Atomics.load(slots, 1), 1000);
     parentPort.postMessage(Atomics.load(slots, 2) === 0 ? 'continue' : 'stop');`,
    { eval: true, workerData: control.memory },
  );
  const messages: string[] = [];
  await new Promise<void>((done) => {
    worker.on('message', (message: string) => {
      messages.push(message);
      if (message === 'waiting') setTimeout(() => control.decide(1, verdicts('continue')), 50);
      else done();
    });
  });
  await worker.terminate();
  expect(messages).toEqual(['waiting', 'continue']);
});

test('a copy in another process obeys what is said to the original, snapshots counted once', async () => {
  const [original, copy] = [createControl(2), createControl(2)];
  const first = original.ordered();
  original.decide(0, verdicts('continue', 'stop'));
  await first;
  copy.obey(original.orders());
  expect(read(copy.memory, 0)).toEqual(['continue', 'stop']);

  copy.beginSaving();
  copy.beginSaving();
  original.endSaving();
  for (let told = 0; told < 3; told += 1) copy.obey(original.orders());
  expect(copy.isSaving()).toBe(true);
  original.endSaving();
  copy.obey(original.orders());
  expect(copy.isSaving()).toBe(false);

  const second = original.ordered();
  original.requestStop();
  await second;
  copy.obey(original.orders());
  expect(copy.stopRequested()).toBe(true);
  original.beat(copy.pulse());
  expect(original.pulse()).toBe(copy.pulse());
});
