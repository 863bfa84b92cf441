import type { Store } from '../core/ports.js';
import type { SweepSpec } from '../core/sweep.js';
import type { Sampler } from '../search/sampler.js';
import { cacheDir } from '../train/fetch/cache-dir.js';
import type { CliContext } from './context.js';
import { watchInterrupts } from './interrupts.js';
import { makeReady, type Ready } from './make-ready.js';
import { openWorkers } from './open-workers.js';
import { plain } from './render/text.js';
import { count } from './render/units.js';
import type { Format } from './shared-flags.js';
import { trainSweep } from './train-sweep.js';

export interface SweepToRun {
  readonly store: Store;
  readonly db: string;
  readonly dbFlag: string;
  readonly spec: SweepSpec;
  readonly sampler: Sampler;
  /** `auto`, or a backend's name. */
  readonly backend: string;
  /** Trials there are to run; null: not known. */
  readonly remaining: number | null;
  readonly skipBad: boolean;
  readonly format: Format;
  /** The sweep's row; asked for once backend, weights and data are there. */
  sweepId(): number;
}

/** Starts workers, fetches what is needed, trains. Resolves to the exit code. */
export async function prepareAndTrain(context: CliContext, run: SweepToRun): Promise<number> {
  const { store, spec } = run;
  const { err } = context;
  const interrupts = watchInterrupts(context, () =>
    err.write('\nStopping after the running step; Ctrl-C again stops at once.\n'),
  );
  try {
    const workers = await openWorkers(context, {
      cacheDir: cacheDir(context.env),
      backend: run.backend,
      workers: spec.workers,
      tasks: run.remaining,
      signal: interrupts.signal,
      note: (message) => err.write(`Note: ${message}\n`),
    });
    try {
      const { data, model } = spec;
      const needs = { data, model, skipBad: run.skipBad };
      const ready = await makeReady(context, workers, needs, interrupts.signal);
      tellSkipped(err.write, ready);

      const id = run.sweepId();
      const { classNames } = ready;
      store.updateSweep(id, {
        backend: workers.setting.backend,
        ...(classNames ? { classNames } : {}),
      });
      const sweep = store.sweep(id)!;
      const trials = run.remaining === null ? 'Trials' : count(run.remaining, 'trial');
      err.write(
        `Sweep ${id} (${plain(sweep.name)}): ${trials} on ${workers.info.backend} (${workers.info.device}), ${count(workers.pool.threads, 'worker')}\n`,
      );
      return await trainSweep(context, {
        ...run,
        sweep,
        workers,
        ready,
        signal: interrupts.signal,
      });
    } finally {
      await workers.pool.close();
    }
  } finally {
    interrupts.close();
  }
}

/** Most broken images that are named. */
const NAMED = 5;

function tellSkipped(write: (text: string) => void, { skipped }: Ready): void {
  if (skipped.length === 0) return;
  const rest = skipped.length > NAMED ? ', ...' : '';
  const names = skipped.slice(0, NAMED).map(plain).join(', ');
  write(`Note: ${count(skipped.length, 'broken image')} left out: ${names}${rest}\n`);
}
