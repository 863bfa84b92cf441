import { imagesToPredict } from '../../app/trials/predicting/images-to-predict.js';
import { predict } from '../../app/trials/predicting/predict.js';
import { EXIT, UsageError } from '../../core/errors.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import type { Output } from '../output.js';
import type { ExitCode } from '../parsing/command.js';
import { placesOf } from '../parsing/places.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { csvForm } from '../predictions/csv.js';
import type { PredictFormat, PredictionForm } from '../predictions/form.js';
import { jsonForm, jsonLinesForm } from '../predictions/json.js';
import { tableForm } from '../predictions/table.js';
import { countUnread } from '../predictions/unread.js';
import { withResults } from '../with-results.js';

interface PredictArgs extends Pick<SharedArgs, 'place'> {
  readonly format: PredictFormat;
  readonly trial: string;
  readonly images: readonly string[];
  readonly top: string;
  readonly backend: string | undefined;
  readonly weights: string | undefined;
}

export async function run(args: PredictArgs, context: CliContext): Promise<ExitCode> {
  const { place, format, trial, backend } = args;
  const { out, err } = context;
  const top = topOf(args.top);
  const images = imagesToPredict(args.images, context.cwd, context.lines);
  const { weights } = placesOf(args, context);
  const form = FORMS[format](out);
  const unread = countUnread();
  const predictions = {
    begin: (id: number) => out.write(form.begin(id)),
    async take(some: Parameters<PredictionForm['some']>[0]) {
      unread.add(some);
      out.write(form.some(some));
      await out.taken();
      return out.lost() === null;
    },
  };
  await atWork(context, { notice: 'Stopping ...', place }, (world, observer) =>
    withResults(
      context,
      place,
      'read',
      (database) =>
        predict(world, database, { trial, images, top, backend, weights }, predictions, observer),
      observer,
    ),
  );
  // Whoever writes nowhere has nothing to end.
  if (out.lost() !== null) return;
  out.write(form.end());
  const text = unread.text();
  if (text === null) return;
  err.write(text);
  return EXIT.machine;
}

const FORMS: Readonly<Record<PredictFormat, (out: Output) => PredictionForm>> = {
  table: tableForm,
  json: jsonForm,
  jsonl: jsonLinesForm,
  csv: csvForm,
};

/** @throws {UsageError} neither a count from 1 nor `all`. */
function topOf(text: string): number {
  if (text === 'all') return Number.MAX_SAFE_INTEGER;
  const top = Number(text);
  if (Number.isInteger(top) && top >= 1) return top;
  throw new UsageError(`--top expects a whole number from 1, or all; not "${text}".`);
}
