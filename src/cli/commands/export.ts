import { relative, resolve } from 'node:path';
import { exportTrial } from '../../app/keep-weights.js';
import { openTrained } from '../../results/open-trained.js';
import { exportFile } from '../../store/files.js';
import { makeReady } from '../make-ready.js';
import { readResults } from '../open-results.js';
import { defineCommand } from '../parsing/command.js';
import { renderCsv } from '../render/csv.js';
import { renderJson } from '../render/json.js';
import { withWorker } from '../with-worker.js';

export const exportCommand = defineCommand({
  usage: 'export <trial>',
  summary: "Write a trial's network as .safetensors, in torchvision's names",
  positionals: {
    trial: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
  },
  flags: {
    output: { alias: 'o', type: 'string', describe: 'File; default: exports/ beside the database' },
  },
  examples: [['export 12 -o best.safetensors', 'Trial 12, for PyTorch']],
  async run(args, context) {
    await readResults(context, args.db, async (store, db) => {
      const { trial, sweep, recipe, value, epoch } = await openTrained(store, db, args.trial);
      const output = args.output ? resolve(context.cwd, args.output) : exportFile(db, trial.id);
      // Nothing is computed, so any backend will do.
      await withWorker(context, 'wasm', async (workers, screen, signal) => {
        await makeReady(
          context,
          workers,
          { data: null, model: recipe.trunk.model, skipBad: false },
          screen,
          signal,
        );
        const row = { trial: trial.id, params: trial.params, value, epoch };
        await exportTrial(workers, db, sweep, recipe, row, output);
      });
      const { out } = context;
      // `{trial, file}`
      if (args.format === 'json') out.write(renderJson({ trial: trial.id, file: output }));
      else if (args.format === 'csv') out.write(renderCsv(['trial', 'file'], [[trial.id, output]]));
      else out.write(`Wrote ${relative(context.cwd, output) || output}\n`);
    });
  },
});
