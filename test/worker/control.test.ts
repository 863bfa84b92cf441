import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createControl, openControl } from '../../src/worker/protocol/control.js';

test('a verdict that is already there is read without waiting', () => {
  const control = createControl(2);
  control.decide(1, 0, 'stop');
  control.decide(0, 0, 'continue');
  const worker = openControl(control.memory);
  expect(worker.waitForVerdict(1, 0)).toBe('stop');
  expect(worker.waitForVerdict(0, 0)).toBe('continue');
});

test('a stop request frees a trial that waits for its verdict', () => {
  const control = createControl(1);
  control.requestStop();
  const worker = openControl(control.memory);
  expect(worker.stopRequested()).toBe(true);
  expect(worker.waitForVerdict(0, 0)).toBe('interrupt');
});

test('a verdict outranks a stop request: the epoch it judges has ended', () => {
  const control = createControl(1);
  control.decide(0, 3, 'stop');
  control.requestStop();
  expect(openControl(control.memory).waitForVerdict(0, 3)).toBe('stop');
});

test('another thread waits for the verdict on its own epoch, not on an earlier one', async () => {
  const control = createControl(1);
  control.decide(0, 0, 'stop'); // of an earlier epoch: must not be taken for epoch 1's
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
      if (message === 'waiting') setTimeout(() => control.decide(0, 1, 'continue'), 50);
      else done();
    });
  });
  await worker.terminate();
  expect(messages).toEqual(['waiting', 'continue']);
});
