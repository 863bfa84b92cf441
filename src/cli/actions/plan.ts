import { plan } from '../../app/plan.js';
import { readSweep } from '../../app/read-sweep.js';
import { planDocument } from '../../results/documents/plan.js';
import type { CliContext } from '../context.js';
import { planCsv } from '../csv/plan.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { changesOf, type SweepChanges } from '../parsing/sweep-flags.js';
import { pathOf } from '../path-of.js';
import { print } from '../print.js';
import { createDisplay } from '../progress/display.js';
import { renderPlan } from '../render/plan.js';

interface PlanArgs extends SharedArgs, SweepChanges {
  readonly file: string;
}

export async function run(args: PlanArgs, context: CliContext): Promise<void> {
  const { place, format } = args;
  const observer = createDisplay(context, place);
  const file = pathOf(context, args.file);
  const sweep = readSweep(context, file, changesOf(args), observer);
  print(context.out, format, await plan(context, sweep, place, observer), {
    json: (planned) => planDocument(planned, sweep.warnings),
    csv: (planned) => planCsv(planDocument(planned)),
    text: renderPlan,
  });
}
