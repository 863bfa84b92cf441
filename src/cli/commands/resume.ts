import { allowsFor } from '../../config/allows.js';
import { EXIT } from '../../core/errors.js';
import { endedCount } from '../../core/trial-state.js';
import { plain } from '../../core/words/plain.js';
import { findSweep } from '../../results/find-sweep.js';
import { createSampler } from '../../search/create-sampler.js';
import type { Store, SweepRow } from '../../store/port.js';
import { sweepSize } from '../../sweep/sweep-result.js';
import { commandLine } from '../command-line.js';
import type { CliContext } from '../context.js';
import { readResults } from '../open-results.js';
import { defineCommand } from '../parsing/command.js';
import type { Format } from '../parsing/shared-flags.js';
import { SHARING_FLAG, SWEEP_FLAGS, workersOf } from '../parsing/sweep-flags.js';
import { prepareAndTrain } from '../prepare-and-train.js';
import { printFinal } from '../print-leaderboard.js';

export const resumeCommand = defineCommand({
  usage: 'resume [sweep]',
  summary: 'Finish what remains of a sweep',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: {
    workers: SWEEP_FLAGS.workers,
    'skip-bad': { type: 'boolean', default: false, describe: 'Leave broken images out' },
    sharing: SHARING_FLAG,
  },
  examples: [
    ['resume', 'Go on with the latest sweep after Ctrl-C or a crash'],
    ['resume 3', 'Go on with sweep 3'],
  ],
  async run(args, context) {
    return readResults(
      context,
      args.db,
      async (store, db) => {
        const sweep = await findSweep(store, args.sweep);
        const spec = {
          ...sweep.spec,
          workers: workersOf(args.workers) ?? sweep.spec.workers,
        };
        const sampler = createSampler(spec, allowsFor(spec));
        const rows = Object.values(sweep.counts).reduce((sum, n) => sum + n, 0);
        const total = sweepSize(spec, rows);
        const remaining = total === null ? null : total - endedCount(sweep.counts);
        if (sweep.state === 'finished' || sweep.state === 'failed') {
          if (remaining === null || remaining <= 0)
            return tellFinished(context, store, sweep, args);
        }
        // Now, not after minutes of downloads: another process may be running it.
        await store.queue.lock(sweep.id);
        try {
          return await prepareAndTrain(context, {
            store,
            db,
            dbFlag: args.db,
            spec,
            sampler,
            // What `auto` became the first time: other trials must compare with those there.
            backend: sweep.backend ?? spec.backend,
            remaining,
            skipBad: args['skip-bad'],
            format: args.format,
            sharing: args.sharing,
            sweepId: async () => sweep.id,
          });
        } finally {
          await store.queue.unlock(sweep.id);
        }
      },
      'write',
    );
  },
});

async function tellFinished(
  context: CliContext,
  store: Store,
  sweep: SweepRow,
  { format, db }: { readonly format: Format; readonly db: string },
): Promise<number> {
  context.err.write(
    `Sweep ${sweep.id} (${plain(sweep.name)}) has ended: nothing remains. \`${commandLine(context, `run ${plain(sweep.file)}`, db)}\` runs its file again.\n`,
  );
  await printFinal(context, store, sweep, format);
  return EXIT.done;
}
