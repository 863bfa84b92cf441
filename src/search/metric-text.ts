import { fromLoss, type Metric } from '../core/metric.js';

/** A loss as the metric that it was made from, in its own sign, to six digits. */
export function metricText(loss: number, metric: Metric): string {
  if (!Number.isFinite(loss)) return 'no finite number';
  return `${Number(fromLoss(loss, metric).toPrecision(6))}`;
}

/** `1 epoch`, `3 epochs`. */
export function epochText(epochs: number): string {
  return `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
}
