import { Worker, workerData } from 'node:worker_threads';
import { serializeError } from '../../core/errors.js';
import type { SerializedError } from '../../core/trial.js';
import type { SuperviseTask, ThreadTask } from './augment-task.js';
import { FAILED, FILLED } from './ring-memory.js';

/**
 * The entry of a thread that starts those that augment, and tells how one of them ended: whoever
 * waits for their batches hears no events while it waits.
 */
function supervise({ failures, ...task }: SuperviseTask): void {
  const words = new Int32Array(task.ring.words);

  function fail(error: SerializedError): void {
    failures.postMessage(error);
    Atomics.store(words, FAILED, 1);
    for (let slot = 0; slot < task.ring.slots; slot += 1) Atomics.notify(words, FILLED + slot);
  }

  for (let thread = 0; thread < task.threads; thread += 1) {
    const own: ThreadTask = { ...task, thread };
    const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: own });
    worker.on('error', (error: unknown) => fail(isPlain(error) ? error : serializeError(error)));
    worker.on('exit', (code) =>
      fail(serializeError(new Error(`a thread that augments images ended with code ${code}`))),
    );
  }
}

function isPlain(error: unknown): error is SerializedError {
  return (
    !(error instanceof Error) && typeof error === 'object' && error !== null && 'code' in error
  );
}

supervise(workerData as SuperviseTask);
