import { validate } from '../../app/validate.js';
import { EXIT } from '../../core/errors.js';
import { validateDocument } from '../../results/documents/validate.js';
import type { CliContext } from '../context.js';
import { validateCsv } from '../csv/validate.js';
import type { ExitCode } from '../parsing/command.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { changesOf, type SweepChanges } from '../parsing/sweep-flags.js';
import { pathOf } from '../path-of.js';
import { print } from '../print.js';
import { createDisplay } from '../progress/display.js';
import { renderValid } from '../render/valid.js';

interface ValidateArgs extends SharedArgs, SweepChanges {
  readonly file: string;
}

export async function run(args: ValidateArgs, context: CliContext): Promise<ExitCode> {
  const { file, place, format } = args;
  const observer = createDisplay(context, place);
  const validity = validate(context, pathOf(context, file), changesOf(args), observer);
  // A person reads mistakes as any other error.
  if (!validity.valid && format === 'table') throw validity.error;
  print(context.out, format, validity, {
    json: () => validateDocument(file, validity),
    csv: () => validateCsv(validateDocument(file, validity)),
    text: (view, width, style) => (view.valid ? renderValid(file, view, width, style) : ''),
  });
  return validity.valid ? EXIT.done : EXIT.input;
}
