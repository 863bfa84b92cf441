import { rmSync } from 'node:fs';
import { UsageError } from '../../core/errors.js';
import { plain } from '../../core/words/plain.js';
import { findSweep } from '../../results/find-sweep.js';
import { checkpointFolder } from '../../store/files.js';
import type { SweepRow } from '../../store/port.js';
import { readResults } from '../open-results.js';
import { defineCommand } from '../parsing/command.js';
import { renderCsv } from '../render/csv.js';
import { renderJson } from '../render/json.js';
import { count } from '../render/units.js';

export const deleteCommand = defineCommand({
  usage: 'delete <sweep>',
  summary: 'Remove a sweep, its trials and their weights',
  positionals: {
    sweep: { type: 'string', demandOption: true, describe: 'Id or name' },
  },
  flags: {
    yes: { alias: 'y', type: 'boolean', default: false, describe: 'Do not ask' },
  },
  examples: [
    ['delete 3', 'Asks first'],
    ['delete 3 --yes', 'In a script'],
  ],
  async run(args, context) {
    await readResults(
      context,
      args.db,
      async (store, db) => {
        const sweep = await findSweep(store, args.sweep);
        // Throws if another process is running it.
        await store.queue.lock(sweep.id);
        try {
          if (!args.yes && !(await confirmed(sweep, context.ask))) {
            context.err.write('Nothing was deleted.\n');
            return;
          }
          await store.queue.deleteSweep(sweep.id);
        } finally {
          await store.queue.unlock(sweep.id);
        }
        rmSync(checkpointFolder(db, sweep.id), { recursive: true, force: true });
        const { out } = context;
        // `{deleted: sweep}`
        if (args.format === 'json') out.write(renderJson({ deleted: sweep.id }));
        else if (args.format === 'csv') out.write(renderCsv(['deleted'], [[sweep.id]]));
        else out.write(`Deleted sweep ${sweep.id} (${plain(sweep.name)}).\n`);
      },
      'write',
    );
  },
});

async function confirmed(
  { id, name, counts }: SweepRow,
  ask: (question: string) => Promise<string | null>,
): Promise<boolean> {
  const trials = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const what = `sweep ${id} (${plain(name)}), its ${count(trials, 'trial')} and their weights`;
  const answer = await ask(`Delete ${what}? This cannot be undone. [y/N] `);
  if (answer === null) {
    throw new UsageError(`Deleting ${what} cannot be undone; \`--yes\` says that it is meant.`);
  }
  return /^y(es)?$/i.test(answer.trim());
}
