import { resolve } from 'node:path';
import { checkImages, predict } from '../../app/trials/predict.js';
import { predictDocument } from '../../results/documents/predict.js';
import { atWork } from '../at-work.js';
import type { CliContext } from '../context.js';
import { predictCsv } from '../csv/predict.js';
import type { SharedArgs } from '../parsing/shared-flags.js';
import { checkTop } from '../parsing/sweep-flags.js';
import { print } from '../print.js';
import { renderPredictions } from '../render/predictions.js';
import { withResults } from '../with-results.js';

interface PredictArgs extends SharedArgs {
  readonly trial: string;
  readonly images: readonly string[];
  readonly top: number;
  readonly backend: string | undefined;
}

export async function run(args: PredictArgs, context: CliContext): Promise<void> {
  const { db, format, trial, top, backend } = args;
  const images = args.images.map((image) => resolve(context.cwd, image));
  checkImages(images);
  checkTop(top);
  const result = await atWork(context, { notice: 'Stopping ...', db }, (world, observer) =>
    withResults(
      context,
      db,
      'read',
      (database) => predict(world, database, { trial, images, top, backend }, observer),
      observer,
    ),
  );
  // Images are named as the user names them.
  const named = result.predictions.map((row, i) => ({ ...row, image: args.images[i]! }));
  print(context.out, format, predictDocument(result.trial, named), {
    json: (document) => document,
    csv: predictCsv,
    text: renderPredictions,
  });
}
