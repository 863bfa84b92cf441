import { nextSweepText, writeNextSweep } from '../../../app/insight/write-next-sweep.js';
import { advise } from '../../../results/advice/advise.js';
import { readEvidence } from '../../../results/advice/read-evidence.js';
import { type Advised, adviseDocument } from '../../../results/documents/insight/advise.js';
import { findSweep } from '../../../results/find-sweep.js';
import type { CliContext } from '../../context.js';
import { adviseCsv } from '../../csv/insight/advise.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { pathOf } from '../../path-of.js';
import { print } from '../../print.js';
import { renderAdvice } from '../../render/insight/advise.js';
import { commandLine } from '../../text/command-line.js';
import { withResults } from '../../with-results.js';

interface AdviseArgs extends SharedArgs {
  readonly sweep: string | undefined;
  readonly all: boolean;
  readonly apply: string | undefined;
  readonly force: boolean;
}

export async function run(args: AdviseArgs, context: CliContext): Promise<void> {
  const { place, format, all, apply, force } = args;
  const evidence = await withResults(context, place, 'read', async ({ store }) =>
    readEvidence(store.readings, await findSweep(store, args.sweep)),
  );
  const advice = advise(evidence);
  const shown = all ? advice : advice.slice(0, MOST);
  const written =
    apply === undefined
      ? null
      : writeNextSweep(context, evidence.sweep, shown, pathOf(context, apply), force);
  const next = nextSweepText(
    context,
    evidence.sweep,
    advice,
    pathOf(context, apply ?? 'next.yaml'),
  );
  print<Advised>(
    context.out,
    format,
    { evidence, advice, written, next },
    {
      json: adviseDocument,
      csv: (view) => adviseCsv(adviseDocument(view)),
      text: (view, width, style) =>
        renderAdvice(view, shown.length, lastLines(context, apply), width, style),
    },
  );
}

/** What to do with the file that was written; without one, how to get one. */
function lastLines(context: CliContext, file: string | undefined): string {
  return file === undefined
    ? `${commandLine(context, 'advise --apply FILE')} writes the next sweep file.`
    : `Wrote ${file}. Look it over, then:\n  ${commandLine(context, `plan ${file}`)}  what it would run\n  ${commandLine(context, `run ${file}`)}   run it`;
}

/** Pieces of advice that are shown, and applied, unless all are asked for. */
const MOST = 6;
