import { examine } from '../../../app/upkeep/doctor.js';
import { EXIT } from '../../../core/errors.js';
import { doctorDocument } from '../../../results/documents/upkeep.js';
import { atWork } from '../../at-work.js';
import type { CliContext } from '../../context.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { artifactsOf } from '../../path-of.js';
import { print } from '../../print.js';
import { renderDoctor } from '../../render/upkeep/doctor.js';

interface DoctorArgs extends SharedArgs {
  readonly repair: boolean;
  readonly deep: boolean;
  readonly artifacts: string | undefined;
}

export async function run(
  { place, format, repair, deep, ...args }: DoctorArgs,
  context: CliContext,
): Promise<number> {
  const artifacts = artifactsOf(context, args.artifacts);
  const checks = await atWork(context, { notice: 'Stopping ...', place }, (world, observer) =>
    examine(world, { repair, deep, artifacts }, observer),
  );
  const document = doctorDocument(checks);
  print(context.out, format, checks, {
    json: () => document,
    csv: (view) => ({
      header: ['part', 'state', 'message', 'todo', 'repaired'],
      rows: view.map(({ part, state, message, todo, repaired }) => [
        part,
        state,
        message,
        todo,
        repaired,
      ]),
    }),
    text: renderDoctor,
  });
  return document.state === 'wrong' ? EXIT.machine : EXIT.done;
}
