import type { Progress } from '../../core/progress.js';
import type { Observer, Part } from '../observer.js';
import type { World } from '../world.js';

/** What is fetched and decoded, and how long it takes. */
export interface PartsTracker {
  onProgress(progress: Progress): void;
  /** Whether there was any. */
  hasParts(): boolean;
  /** Seconds spent so far on each kind of work; parts that run at once count for each. */
  seconds(): PartsSeconds;
}

export interface PartsSeconds {
  readonly download: number;
  readonly images: number;
}

/** Tells the observer of every part. */
export function trackParts({ now }: Pick<World, 'now'>, observer: Observer): PartsTracker {
  const started = new Map<string, number>();
  const parts = new Map<string, Part>();
  return {
    onProgress(progress) {
      const { label } = progress;
      const before = parts.get(label);
      if (before && isDone(before)) return;
      const start = started.get(label) ?? now();
      started.set(label, start);
      const part = { ...progress, seconds: (now() - start) / 1000 };
      parts.set(label, part);
      observer.onPart?.(part);
    },
    hasParts: () => parts.size > 0,
    seconds() {
      const of = (unit: Progress['unit']) =>
        [...parts.values()]
          .filter((part) => part.unit === unit)
          .reduce((sum, { seconds }) => sum + seconds, 0);
      return { download: of('bytes'), images: of('images') };
    },
  };
}

export function isDone({ done, total }: Progress): boolean {
  return total !== null && done >= total;
}
