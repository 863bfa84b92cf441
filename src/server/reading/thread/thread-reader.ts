import { Worker } from 'node:worker_threads';
import { reviveError, StoreError } from '../../../core/errors.js';
import { Refusal } from '../../../machine/http/refusal.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { Patch } from '../../api.js';
import type { Reader } from '../open-reader.js';
import type { Call, FromReader, ToReader } from './messages.js';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A reader in a thread of its own, so that no document, however long it takes, holds up what runs in
 * this one. `entry`: a module that calls `serveReader` with its parent's port. A thread that is lost is
 * replaced at the next call.
 */
export function threadReader(entry: URL, workerData: unknown): Reader {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let calls = 0;
  let isClosed = false;

  function start(): Worker {
    const started = new Worker(entry, { workerData });
    started.on('message', (message: FromReader) => {
      const { resolve, reject } = waiting.get(message.id)!;
      waiting.delete(message.id);
      if ('result' in message) resolve(message.result);
      else if ('error' in message) reject(reviveError(message.error));
      else reject(new Refusal(message.refusal.status, message.refusal.message));
    });
    started.on('error', () => undefined); // `exit` follows.
    started.on('exit', () => {
      worker = null;
      const lost = new StoreError('The thread that reads results ended; try again.');
      for (const { reject } of waiting.values()) reject(lost);
      waiting.clear();
    });
    return started;
  }

  async function call<Result>(asked: Call): Promise<Result> {
    // A thread that nobody closes any more would keep the program from ending.
    if (isClosed) throw new StoreError('The dashboard is ending.');
    worker ??= start();
    const to = worker;
    return new Promise<Result>((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve: resolve as (result: unknown) => void, reject });
      to.postMessage({ ...asked, id: calls } satisfies ToReader);
    });
  }

  return {
    read: (query) => call<string>({ method: 'read', query }),
    version: (sweep) => call<string>({ method: 'version', sweep }),
    patch: (after) => call<Patch>({ method: 'patch', after }),
    lapsed: () => call<readonly SweepDocument[]>({ method: 'lapsed' }),
    async close() {
      isClosed = true;
      if (!worker) return;
      const ended = worker;
      const gone = new Promise((resolve) => ended.once('exit', resolve));
      const late = setTimeout(() => void ended.terminate(), PATIENCE);
      ended.postMessage({ method: 'close' } satisfies ToReader);
      await gone;
      clearTimeout(late);
    },
  };
}

/** Milliseconds that a reader may go on with what it reads. */
const PATIENCE = 300;
