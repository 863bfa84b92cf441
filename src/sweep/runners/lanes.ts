import type { Stop } from '../stop.js';

/** Lanes that take work until there is none. */
export interface LanesParts<Work> {
  readonly lanes: number;
  readonly stop: Pick<Stop, 'reason' | 'asked' | 'request'>;
  /** What a lane (from 0) is to do next; undefined: nothing as yet. */
  next(lane: number): Promise<Work | undefined>;
  run(work: Work): Promise<void>;
}

/**
 * A lane that finds nothing waits for what others may leave, and ends once none is at work. When one
 * breaks, the others stop too, and its error is thrown.
 */
export async function runLanes<Work>(parts: LanesParts<Work>): Promise<void> {
  const { stop, next, run } = parts;
  let busy = 0;
  let changes = 0;
  let waiting: (() => void)[] = [];

  function tell(): void {
    changes += 1;
    for (const goOn of waiting) goOn();
    waiting = [];
  }

  async function lane(place: number): Promise<void> {
    while (!stop.reason) {
      const seen = changes;
      const work = await next(place);
      if (stop.reason) return;
      if (work === undefined) {
        if (busy === 0) return;
        // Unless something has changed since it asked.
        if (changes === seen) await new Promise<void>((resolve) => waiting.push(resolve));
        continue;
      }
      busy += 1;
      try {
        await run(work);
      } finally {
        busy -= 1;
        tell();
      }
    }
  }

  stop.asked.addEventListener('abort', tell);
  const lanes = Array.from({ length: parts.lanes }, (_, place) => lane(place));
  for (const each of lanes) each.catch(() => stop.request('broken', 'stop'));
  const ends = await Promise.allSettled(lanes);
  stop.asked.removeEventListener('abort', tell);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
