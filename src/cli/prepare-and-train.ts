import { precisionsOf } from '../config/space/possible-values.js';
import type { SweepSpec } from '../core/sweep.js';
import { plain } from '../core/words/plain.js';
import { cacheDir } from '../machine/cache-dir.js';
import type { Sampler } from '../search/sampler.js';
import type { Store } from '../store/port.js';
import type { CliContext } from './context.js';
import { watchInterrupts } from './interrupts.js';
import { makeReady } from './make-ready.js';
import { openWorkers } from './open-workers.js';
import type { Format } from './parsing/shared-flags.js';
import { createScreen } from './progress/screen.js';
import { count } from './render/units.js';
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
  /** False: each trial trains alone, for comparison. */
  readonly sharing: boolean;
  /** The sweep's row; asked for once backend, weights and data are there. */
  sweepId(spec: SweepSpec): Promise<number>;
}

/** Starts workers, fetches what is needed, trains. Resolves to the exit code. */
export async function prepareAndTrain(context: CliContext, run: SweepToRun): Promise<number> {
  const { store, spec } = run;
  const screen = createScreen(context.err);
  const interrupts = watchInterrupts(context, () =>
    screen.print('Stopping after the running step; Ctrl-C again stops at once.'),
  );
  try {
    const workers = await openWorkers(context, {
      cacheDir: cacheDir(context.env),
      backend: run.backend,
      precisions: precisionsOf(spec),
      workers: spec.workers,
      memory: spec.memory,
      tasks: run.remaining,
      signal: interrupts.signal,
      note: (message) => screen.print(`Note: ${message}`),
    });
    try {
      const { data, model } = spec;
      const needs = { data, model, skipBad: run.skipBad };
      const ready = await makeReady(context, workers, needs, screen, interrupts.signal);

      const { classNames } = ready;
      const id = await run.sweepId({ ...spec, data: ready.data ?? data });
      await store.queue.updateSweep(id, {
        backend: workers.setting.backend,
        ...(classNames ? { classNames } : {}),
      });
      const sweep = (await store.readings.sweep(id))!;
      const trials = run.remaining === null ? 'Trials' : count(run.remaining, 'trial');
      screen.print(
        `Sweep ${id} (${plain(sweep.name)}): ${trials} on ${workers.info.backend} (${workers.info.device}), ${count(workers.pool.threads, 'worker')}`,
      );
      return await trainSweep(context, {
        ...run,
        sweep,
        workers,
        ready,
        screen,
        signal: interrupts.signal,
      });
    } finally {
      await workers.pool.close();
    }
  } finally {
    interrupts.close();
  }
}
