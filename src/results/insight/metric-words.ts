import { type MetricName, mostOf } from '../../core/metric.js';

/** `51.2 %` of an accuracy, `1.234` of another metric. */
export function valueText(value: number, name: MetricName): string {
  return isShare(name) ? `${(100 * value).toFixed(1)} %` : value.toPrecision(4);
}

/** A difference: `1.2 points` of an accuracy, `0.0341` of another metric. */
export function differenceText(difference: number, name: MetricName): string {
  return isShare(name)
    ? `${(100 * difference).toFixed(1)} points`
    : String(Number(difference.toPrecision(3)));
}

/** The same with how sure it is: `1.2 +- 0.4 points`. */
export function marginText(mean: number, margin: number, name: MetricName): string {
  return isShare(name)
    ? `${(100 * mean).toFixed(1)} +- ${(100 * margin).toFixed(1)} points`
    : `${Number(mean.toPrecision(3))} +- ${Number(margin.toPrecision(2))}`;
}

/** A share of all as whole percent, a small one as less than one. */
export function shareText(share: number): string {
  return share > 0 && share < 0.005 ? '<1 %' : `${Math.round(100 * share)} %`;
}

/** A fraction of all images, or a mean of such. */
function isShare(name: MetricName): boolean {
  return mostOf(name) === 1;
}
