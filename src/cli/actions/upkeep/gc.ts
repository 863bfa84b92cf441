import { collectGarbage } from '../../../app/upkeep/gc.js';
import type { CliContext } from '../../context.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { artifactsOf } from '../../path-of.js';
import { print } from '../../print.js';
import { leftoversTable, renderGc } from '../../render/upkeep/gc.js';
import { plainly } from '../../text/plainly.js';
import { createStyle } from '../../text/style.js';
import { bytes } from '../../text/units.js';

interface GcArgs extends SharedArgs {
  readonly programs: boolean;
  readonly artifacts: string | undefined;
  readonly yes: boolean;
}

export async function run(
  { place, format, programs, yes, ...args }: GcArgs,
  context: CliContext,
): Promise<void> {
  const { err } = context;
  const artifacts = artifactsOf(context, args.artifacts);
  const style = createStyle(err.colors);
  const done = await collectGarbage(context, place, { programs, artifacts }, async (found) => {
    if (yes) return true;
    if (!err.isTerminal) return false;
    err.write(leftoversTable(plainly(found), err.columns(), style));
    const answer = await context.ask(`Remove ${bytes(found.bytes)}? This cannot be undone. [y/N] `);
    return answer !== null && /^y(es)?$/i.test(answer.trim());
  });
  print(context.out, format, done, {
    json: (view) => view,
    csv: ({ leftovers, removed }) => ({
      header: ['kind', 'path', 'bytes', 'why', 'removed'],
      rows: leftovers.map(({ kind, path, bytes, why }) => [kind, path, bytes, why, removed]),
    }),
    text: renderGc,
  });
}
