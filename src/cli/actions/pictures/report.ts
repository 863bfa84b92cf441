import { relative } from 'node:path';
import { writeReport } from '../../../app/pictures/report.js';
import type { CliContext } from '../../context.js';
import { checkPageFile } from '../../parsing/page-file.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { pathOf } from '../../path-of.js';
import { print } from '../../print.js';
import { bytes } from '../../text/units.js';
import { withResults } from '../../with-results.js';

interface ReportArgs extends SharedArgs {
  readonly sweep: string | undefined;
  readonly output: string | undefined;
}

export async function run(args: ReportArgs, context: CliContext): Promise<void> {
  const { place, format, sweep } = args;
  const output = args.output === undefined ? undefined : pathOf(context, args.output);
  if (output !== undefined) checkPageFile(output);
  const written = await withResults(context, place, 'read', (database) =>
    writeReport(database, { sweep, output }),
  );
  print(context.out, format, written, {
    json: (view) => view,
    text: ({ file, bytes: size, sweep: id, name }) =>
      `Wrote ${relative(context.cwd, file) || file} (${bytes(size)}): sweep ${id}, ${name}. Open it in a browser.\n`,
  });
}
