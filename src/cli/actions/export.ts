import { relative } from 'node:path';
import { exportTo } from '../../app/exports/export.js';
import { exportFormats } from '../../exports/formats/index.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import { placesOf } from '../parsing/places.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { pathOf } from '../path-of.js';
import { print } from '../print.js';
import { withResults } from '../with-results.js';

interface ExportArgs extends SharedArgs {
  /** Or a sweep. */
  readonly trial: string | undefined;
  readonly to: string;
  readonly output: string | undefined;
  readonly weights: string | undefined;
}

export async function run(args: ExportArgs, context: CliContext): Promise<void> {
  const { place, format: printed, trial: of } = args;
  const { cwd } = context;
  const format = exportFormats.find(({ name }) => name === args.to)!;
  const isAddress = format.writes === 'address';
  const output = args.output && !isAddress ? pathOf(context, args.output) : args.output;
  const { weights } = placesOf(args, context);
  const exported = await atWork(context, { notice: 'Stopping ...', place }, (world, observer) =>
    withResults(
      context,
      place,
      'read',
      (database) => exportTo(world, database, { format, of, output, weights }, observer),
      observer,
    ),
  );
  print(context.out, printed, exported, {
    json: (document) => document,
    text({ file, notes }) {
      const place = isAddress ? `to ${file}` : relative(cwd, file) || file;
      return [`Wrote ${place}`, ...notes].map((line) => `${line}\n`).join('');
    },
  });
}
