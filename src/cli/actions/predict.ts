import { imagesToPredict } from '../../app/trials/images-to-predict.js';
import { predict } from '../../app/trials/predict.js';
import { EXIT } from '../../core/errors.js';
import type { PredictDocument } from '../../results/documents/predict.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import { predictCsv } from '../csv/predict.js';
import type { ExitCode } from '../parsing/command.js';
import { placesOf } from '../parsing/places.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { checkTop } from '../parsing/sweep-flags.js';
import { print } from '../print.js';
import { renderPredictions } from '../render/predictions.js';
import { unreadText } from '../render/unread.js';
import { withResults } from '../with-results.js';

interface PredictArgs extends SharedArgs {
  readonly trial: string;
  readonly images: readonly string[];
  readonly top: number;
  readonly backend: string | undefined;
  readonly weights: string | undefined;
}

export async function run(args: PredictArgs, context: CliContext): Promise<ExitCode> {
  const { db, format, trial, top, backend } = args;
  const { images, nameOf, unread } = imagesToPredict(args.images, context.cwd);
  checkTop(top);
  const { weights } = placesOf(args, context.cwd);
  const result = await atWork(context, { notice: 'Stopping ...', db }, (world, observer) =>
    withResults(
      context,
      db,
      'read',
      (database) => predict(world, database, { trial, images, top, backend, weights }, observer),
      observer,
    ),
  );
  // Images are named as the user names them.
  const named = <Row extends { readonly image: string }>(row: Row) => {
    return { ...row, image: nameOf(row.image) };
  };
  const document: PredictDocument = {
    trial: result.trial,
    predictions: result.predictions.map(named),
    unread: [...unread, ...result.unread.map(named)],
  };
  print(context.out, format, document, {
    json: (whole) => whole,
    csv: predictCsv,
    text: renderPredictions,
  });
  if (document.unread.length === 0) return EXIT.done;
  context.err.write(unreadText(document));
  return EXIT.machine;
}
