import { words } from './squash.js';

/** What a metric's name is made of, as scripts spell it: `valid/acc@1`, `best_val_accuracy`. */
export const METRIC_WORDS = {
  /** Which images. */
  val: words('val valid validation eval evaluation dev'),
  train: words('train training tr'),
  test: words('test testing holdout'),
  /** What is measured. */
  accuracy: words('accuracy acc top1 acc1 prec1 precision1'),
  loss: words('loss crossentropy ce xent nll'),
  /** Says nothing that matters here: a trial is ranked by its best epoch. */
  filler: words(
    'best max min epoch mean avg average metric metrics score multiclass categorical sparse total',
  ),
} as const;

/** Which way better lies, as it is written elsewhere. */
export const GOALS: Readonly<Record<string, 'maximize' | 'minimize'>> = {
  max: 'maximize',
  maximise: 'maximize',
  maximum: 'maximize',
  min: 'minimize',
  minimise: 'minimize',
  minimum: 'minimize',
};
