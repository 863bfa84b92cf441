/** What `runs/log-batch` takes at once. */
export interface Batch {
  readonly metrics: readonly MlflowMetric[];
  readonly params: readonly MlflowPair[];
  readonly tags: readonly MlflowPair[];
}

export interface MlflowPair {
  readonly key: string;
  readonly value: string;
}

export interface MlflowMetric {
  readonly key: string;
  /** What is no number as a text: `NaN`. */
  readonly value: number | 'NaN';
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

/**
 * A run's params and metrics in as many requests as the server's limits ask for; tags come with the
 * last one, so that they are true of all before.
 */
export function batches({ metrics, params, tags }: Batch): readonly Batch[] {
  const ofParams = chunks(params, MOST_PARAMS).map((each) => ({ ...NOTHING, params: each }));
  const ofMetrics = chunks(metrics, MOST_METRICS).map((each) => ({ ...NOTHING, metrics: each }));
  const ofTags = chunks(tags, MOST_TAGS).map((each) => ({ ...NOTHING, tags: each }));
  const all = [...ofParams, ...ofMetrics, ...ofTags];
  // Mostly all of it fits into one.
  const isSmall = params.length + metrics.length + tags.length <= MOST_TOGETHER;
  const isOne = ofParams.length <= 1 && ofMetrics.length <= 1 && ofTags.length <= 1;
  return isSmall && isOne && all.length > 0 ? [{ metrics, params, tags }] : all;
}

const NOTHING: Batch = { metrics: [], params: [], tags: [] };

/** 1000 of all together; a request of these is far below a megabyte, which is the limit. */
const MOST_TOGETHER = 1000;
const MOST_METRICS = 1000;
const MOST_PARAMS = 100;
const MOST_TAGS = 100;

function chunks<Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / most);
  return Array.from({ length: count }, (_, i) => items.slice(i * most, (i + 1) * most));
}
