import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type LookRequest, look } from '../../../app/pictures/look.js';
import { trialToAsk } from '../../../app/pictures/trial-to-ask.js';
import { readSweep } from '../../../app/read-sweep.js';
import { EXIT, messageOf, UsageError } from '../../../core/errors.js';
import type { LookDocument } from '../../../results/documents/looking/look.js';
import { atWork } from '../../at-work.js';
import type { CliContext } from '../../context.js';
import { lookPage } from '../../html/look-page.js';
import type { ExitCode } from '../../parsing/command.js';
import { checkPageFile } from '../../parsing/page-file.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { changesOf, type SweepChanges } from '../../parsing/sweep-flags.js';
import { pathOf } from '../../path-of.js';
import { print } from '../../print.js';
import { renderLook } from '../../render/pictures/look.js';
import { withResults } from '../../with-results.js';

interface LookArgs extends SharedArgs, Pick<SweepChanges, 'set' | 'seed'> {
  readonly file: string;
  readonly output: string | undefined;
  readonly trial: string | undefined;
  readonly backend: string | undefined;
  readonly 'skip-bad': boolean;
  readonly 'fail-on-warning': boolean;
}

export async function run(args: LookArgs, context: CliContext): Promise<ExitCode> {
  const { place, format, trial, backend } = args;
  const file = pathOf(context, args.file);
  const output = args.output === undefined ? null : pathOf(context, args.output);
  if (output !== null) checkPlace(output);
  const document = await atWork(context, { notice: 'Stopping ...', place }, (world, observer) => {
    const { spec } = readSweep(
      world,
      file,
      changesOf({ set: args.set, seed: args.seed }),
      observer,
    );
    const request: LookRequest = { spec, skipBad: args['skip-bad'], trial: null };
    if (trial === undefined) return look(world, request, observer);
    return withResults(
      context,
      place,
      'read',
      async (database) => {
        const asked = await trialToAsk(world, database, { trial, file, backend });
        return look(world, { ...request, trial: asked }, observer);
      },
      observer,
    );
  });
  if (output !== null) writeFileSync(output, lookPage(document));
  print(context.out, format, document, {
    json: (whole) => whole,
    csv: countsCsv,
    text: (view, width, style) => renderLook(view, args.output ?? null, width, style),
  });
  return args['fail-on-warning'] && document.warnings.length > 0 ? EXIT.input : EXIT.done;
}

/** @throws {UsageError} no page can be written there: told before minutes of work. */
function checkPlace(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw new UsageError(
      `Nothing can be written to ${path} (${messageOf(error)}): name another file with -o.`,
    );
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${path} is a folder: -o expects the file to write.`);
  }
  checkPageFile(path);
}

/** A line per class. */
function countsCsv({ class_names, counts }: LookDocument) {
  return {
    header: ['class', 'train', 'val', 'test'],
    rows: class_names.map((name, c) => [
      name,
      counts.train[c],
      counts.val[c],
      counts.test?.[c] ?? null,
    ]),
  };
}
