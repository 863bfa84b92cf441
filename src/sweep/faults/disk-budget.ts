import { byteText } from '../../core/words/byte-text.js';
import type { Stop } from '../stop.js';

/** Milliseconds between two looks. */
const INTERVAL = 5000;

export interface DiskBudgetParts {
  readonly limit: number;
  /** What becomes of trials that run. */
  readonly atLimit: 'stop' | 'finish';
  /** Bytes that the sweep's files take now. */
  used(): number;
  readonly stop: Pick<Stop, 'request'>;
}

/** Ends a run once its sweep's files take more than they may; looks at once, then now and then. */
export function watchDisk({ limit, atLimit, used, stop }: DiskBudgetParts): { close(): void } {
  const look = () => {
    const bytes = used();
    if (bytes <= limit) return;
    clearInterval(timer);
    stop.request('disk', atLimit, `${byteText(bytes)} of ${byteText(limit)}`);
  };
  const timer = setInterval(look, INTERVAL).unref();
  look();
  return { close: () => clearInterval(timer) };
}
