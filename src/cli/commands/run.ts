import { allowsFor } from '../../config/allows.js';
import { plain } from '../../core/words/plain.js';
import { createSampler } from '../../search/create-sampler.js';
import type { Store, SweepRow } from '../../store/port.js';
import { sweepSize } from '../../sweep/sweep-result.js';
import { commandLine } from '../command-line.js';
import type { CliContext } from '../context.js';
import { databasePath, openForUser } from '../open-results.js';
import { defineCommand } from '../parsing/command.js';
import { loadWithFlags, SHARING_FLAG, SWEEP_FLAGS } from '../parsing/sweep-flags.js';
import { prepareAndTrain } from '../prepare-and-train.js';

export const runCommand = defineCommand({
  usage: 'run <file>',
  summary: 'Train all trials of a sweep file, as a new sweep',
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'Sweep file (YAML)' },
  },
  flags: {
    ...SWEEP_FLAGS,
    'skip-bad': { type: 'boolean', default: false, describe: 'Leave broken images out' },
    sharing: SHARING_FLAG,
  },
  examples: [
    ['run sweeps/quickstart.yaml', 'The sweep that `npm start` runs'],
    ['run my.yaml --trials 20 --workers 2', 'Other limits than the file has'],
    ['run my.yaml --set epochs=3 --set data.train=500', 'Other values than the file has'],
  ],
  async run(args, context) {
    const { spec, source, path } = loadWithFlags(context, args);
    const sampler = createSampler(spec, allowsFor(spec));
    const db = databasePath(context, args.db);
    const store = openForUser(context, db, 'create');
    try {
      await pointToResume(store, path, source, context, args.db);
      return await prepareAndTrain(context, {
        store,
        db,
        dbFlag: args.db,
        spec,
        sampler,
        backend: spec.backend,
        remaining: sweepSize(spec),
        skipBad: args['skip-bad'],
        format: args.format,
        sharing: args.sharing,
        // Only once backend and data are there: what cannot start leaves no row.
        sweepId: (ready) => store.queue.createSweep({ spec: ready, file: path, source }),
      });
    } finally {
      await store.close();
    }
  },
});

async function pointToResume(
  store: Store,
  file: string,
  source: string,
  context: CliContext,
  db: string,
): Promise<void> {
  const unfinished = (await store.readings.sweeps()).find((sweep) =>
    isUnfinished(sweep, file, source),
  );
  if (!unfinished) return;
  const { id, name, counts } = unfinished;
  const left = counts.queued + counts.running;
  const resume = commandLine(context, `resume ${id}`, db);
  context.err.write(
    `Note: sweep ${id} (${plain(name)}) of this file is unfinished${left > 0 ? `, ${left} trials wait` : ''}. This is a new sweep; \`${resume}\` goes on with that one.\n`,
  );
}

function isUnfinished(sweep: SweepRow, file: string, source: string): boolean {
  const sameFile = sweep.file === file || sweep.source === source;
  return sameFile && (sweep.state === 'interrupted' || sweep.state === 'running');
}
