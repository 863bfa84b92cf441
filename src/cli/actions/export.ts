import { relative, resolve } from 'node:path';
import { exportWeights } from '../../app/trials/export.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import { placesOf } from '../parsing/places.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { print } from '../print.js';
import { withResults } from '../with-results.js';

interface ExportArgs extends SharedArgs {
  readonly trial: string;
  readonly output: string | undefined;
  readonly weights: string | undefined;
}

export async function run(args: ExportArgs, context: CliContext): Promise<void> {
  const { db, format, trial } = args;
  const { cwd } = context;
  const output = args.output ? resolve(cwd, args.output) : undefined;
  const { weights } = placesOf(args, cwd);
  const exported = await atWork(context, { notice: 'Stopping ...', db }, (world, observer) =>
    withResults(
      context,
      db,
      'read',
      (database) => exportWeights(world, database, { trial, output, weights }, observer),
      observer,
    ),
  );
  print(context.out, format, exported, {
    json: (document) => document,
    text: ({ file }) => `Wrote ${relative(cwd, file) || file}\n`,
  });
}
