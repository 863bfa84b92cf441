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
  f1: words('f1 fscore'),
  /** Over classes, each counting the same. */
  balanced: words('balanced macro'),
  seconds: words('seconds second secs sec s time runtime duration'),
  parameters: words('parameters parameter params param'),
  /** Says nothing that matters here: a trial is ranked by its best epoch. */
  filler: words(
    'best max min epoch mean avg average metric metrics score multiclass categorical sparse total trainable trained num n wall elapsed',
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

/** What comes nearest to a metric that is not measured here, as the end of a sentence. */
export function nearestMetric(name: string): string {
  const found = NEAREST.find(([pattern]) => pattern.test(name.slice(0, 200)));
  return found ? `; nearest: ${found[1]}` : '';
}

const NEAREST: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|[^a-z])(?:err|error|error_rate|misclassification)(?![a-z])/i,
    'val_accuracy, with goal: maximize',
  ],
  [/f1|f_?score/i, 'val_macro_f1'],
  [/auc|roc|precision|recall|kappa|mcc|iou|dice|map|top_?[35]/i, 'val_accuracy'],
  [/perplexity|ppl|mse|mae/i, 'val_loss'],
  [/time|seconds|runtime|latency|flops|cost/i, 'training_seconds, in metrics after another one'],
  [/param|size/i, 'trained_parameters, in metrics after another one'],
  [/acc/i, 'val_accuracy'],
  [/loss|entropy/i, 'val_loss'],
];
