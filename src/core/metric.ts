import { balancedAccuracy, macroF1 } from './metrics/confusion.js';

/** An epoch as it was measured: losses are means over images, accuracies fractions in [0, 1]. */
export interface Measured {
  readonly train: { readonly loss: number; readonly accuracy: number };
  readonly val: {
    readonly loss: number;
    readonly accuracy: number;
    /** Row: true class; column: predicted class. */
    readonly confusion: readonly (readonly number[])[];
  };
  /** What it took to get there. */
  readonly cost: {
    /**
     * Of this epoch and all before it, validation included, as the trial would have taken alone; NaN:
     * not known.
     */
    readonly seconds: number;
    /** How many numbers the optimizer steps. */
    readonly parameters: number;
  };
}

export type Goal = 'maximize' | 'minimize';

/** A number that trials can be ranked by. */
export interface MetricDef {
  /** As a narrow column is titled. */
  readonly short: string;
  /** What better means where nobody says. */
  readonly goal: Goal;
  /** Of what a trial costs; absent: it is of what the trial has learned. */
  readonly unit?: 'seconds' | 'parameters';
  /** Its largest value; absent: it has none. */
  readonly most?: number;
  /** Tables show it only for sweeps that name it. */
  readonly aside?: true;
  /** Pure. */
  readonly measure: (epoch: Measured) => number;
}

/**
 * Every metric that `metric` in a sweep file may name, by that name. A new one is an entry here:
 * workers measure it, the store keeps and ranks by it, outputs show it.
 */
export const metrics = {
  train_loss: { short: 'train_loss', goal: 'minimize', measure: ({ train }) => train.loss },
  train_accuracy: {
    short: 'train_acc',
    goal: 'maximize',
    most: 1,
    measure: ({ train }) => train.accuracy,
  },
  val_loss: { short: 'val_loss', goal: 'minimize', measure: ({ val }) => val.loss },
  val_accuracy: { short: 'val_acc', goal: 'maximize', most: 1, measure: ({ val }) => val.accuracy },
  val_balanced_accuracy: {
    short: 'bal_acc',
    goal: 'maximize',
    most: 1,
    aside: true,
    measure: ({ val }) => balancedAccuracy(val.confusion),
  },
  val_macro_f1: {
    short: 'f1',
    goal: 'maximize',
    most: 1,
    aside: true,
    measure: ({ val }) => macroF1(val.confusion),
  },
  training_seconds: {
    short: 'alone',
    goal: 'minimize',
    unit: 'seconds',
    aside: true,
    measure: ({ cost }) => cost.seconds,
  },
  trained_parameters: {
    short: 'trained',
    goal: 'minimize',
    unit: 'parameters',
    aside: true,
    measure: ({ cost }) => cost.parameters,
  },
} as const satisfies Readonly<Record<string, MetricDef>>;

export type MetricName = keyof typeof metrics;

export const METRIC_NAMES = Object.keys(metrics) as readonly MetricName[];

/** Of what a trial costs, not what it has learned: never what trials are ranked by first. */
export function isCost(name: MetricName): boolean {
  return unitOf(name) !== undefined;
}

export function unitOf(name: MetricName): MetricDef['unit'] {
  return defOf(name).unit;
}

export function mostOf(name: MetricName): MetricDef['most'] {
  return defOf(name).most;
}

/** What a table of a sweep's epochs shows: what tables always show, and what the sweep names. */
export function metricsShown(named: readonly Metric[]): readonly MetricName[] {
  return METRIC_NAMES.filter(
    (name) => !defOf(name).aside || named.some((metric) => metric.name === name),
  );
}

function defOf(name: MetricName): MetricDef {
  return metrics[name];
}

/** An epoch's value of every metric; NaN where it is no number. */
export type Metrics = Readonly<Record<MetricName, number>>;

/** What trials are ranked by. */
export interface Metric {
  readonly name: MetricName;
  readonly goal: Goal;
}

/** Which report stands for a trial: its best epoch on the metric, or its last. */
export type Rule = 'best' | 'last';

/** A value of every metric, made by `value`. */
export function eachMetric(value: (name: MetricName) => number): Metrics {
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, value(name)])) as Metrics;
}

export function measureAll(epoch: Measured): Metrics {
  return eachMetric((name) => metrics[name].measure(epoch));
}

/** The metric as a loss: lower is better, and what is no number is worst of all. */
export function lossOf(values: Metrics, metric: Metric): number {
  return toLoss(values[metric.name], metric);
}

/** The same of a value that stands alone. */
export function toLoss(value: number, { goal }: Pick<Metric, 'goal'>): number {
  const loss = goal === 'maximize' ? -value : value;
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}

/** The value that a loss was made from. */
export function fromLoss(loss: number, { goal }: Pick<Metric, 'goal'>): number {
  return goal === 'maximize' ? -loss : loss;
}

/** The sweep's own metric, or another one with the goal that it has by nature. */
export function metricOf(own: Metric, name: MetricName | undefined): Metric {
  return name === undefined || name === own.name ? own : { name, goal: metrics[name].goal };
}
