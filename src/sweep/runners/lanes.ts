import type { Stop } from '../stop.js';

/** How many lanes there are: asked anew each time, as it may change while they run. */
export interface LaneCount {
  /** At least 1. */
  readonly lanes: number;
  /** Tells of each change until what it returns is called; absent: none comes. */
  readonly onChange?: (listener: () => void) => () => void;
}

/** Lanes that take work until there is none. */
export interface LanesParts<Work> {
  readonly count: LaneCount;
  readonly stop: Pick<Stop, 'reason' | 'asked' | 'request'>;
  /** Work that is under way already: taken up at once, whatever the number of lanes. */
  readonly first?: readonly Work[];
  /** What a lane (from 0) is to do next; undefined: nothing as yet. */
  next(lane: number): Promise<Work | undefined>;
  run(work: Work): Promise<void>;
}

/**
 * A lane that finds nothing waits for what others may leave, and ends once none is at work. Where
 * there are more lanes than there should be, the last ones end with their work. When one breaks, the
 * others stop too, and its error is thrown.
 */
export async function runLanes<Work>(parts: LanesParts<Work>): Promise<void> {
  const { count, stop, first = [], next, run } = parts;
  const lanes = new Map<number, Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let busy = 0;
  let changes = 0;
  let waiting: (() => void)[] = [];

  function tell(): void {
    changes += 1;
    for (const goOn of waiting) goOn();
    waiting = [];
  }

  async function work(what: Work): Promise<void> {
    busy += 1;
    try {
      await run(what);
    } finally {
      busy -= 1;
      tell();
    }
  }

  async function lane(place: number): Promise<void> {
    while (!stop.reason && place < count.lanes) {
      const seen = changes;
      const found = await next(place);
      if (stop.reason) return;
      if (found !== undefined) await work(found);
      else if (busy === 0) return;
      // Unless something has changed since it asked.
      else if (changes === seen) await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  async function begin(place: number, left: Work | undefined): Promise<void> {
    try {
      if (left !== undefined) await work(left);
      await lane(place);
    } catch (error) {
      failure ??= { error };
      stop.request('broken', 'stop');
    }
    lanes.delete(place);
  }

  function open(most: number, left: readonly Work[] = []): void {
    for (let place = 0; place < most; place += 1) {
      if (!lanes.has(place)) lanes.set(place, begin(place, left[place]));
    }
  }

  const stopHearing = count.onChange?.(() => {
    if (lanes.size > 0 && !stop.reason) open(count.lanes);
    tell();
  });
  stop.asked.addEventListener('abort', tell);
  open(Math.max(stop.reason ? 0 : count.lanes, first.length), first);
  while (lanes.size > 0) await Promise.race(lanes.values());
  stop.asked.removeEventListener('abort', tell);
  stopHearing?.();
  if (failure) throw failure.error;
}
