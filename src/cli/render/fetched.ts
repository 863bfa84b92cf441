import { grouped } from '../../core/words/numbers.js';
import type { Fetched } from '../../results/documents/fetch.js';

/** What lies in the cache now, in a line. */
export function renderFetched({ cacheDir, weights, data, available }: Fetched): string {
  const images = available
    ? ` (${grouped(available.train)} to train from, ${grouped(available.test)} to test)`
    : '';
  return `Weights ${weights} and images ${data}${images} are ready in ${cacheDir}\n`;
}
