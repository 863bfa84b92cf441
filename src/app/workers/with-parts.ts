import type { MessagePort } from 'node:worker_threads';
import type { Observer } from '../observer.js';
import type { World } from '../world.js';
import { type PartsSeconds, trackParts } from './track-parts.js';
import { withProgressPort } from './with-progress-port.js';

/** Runs a task that fetches or decodes, and tells the observer of its parts until it ends. */
export async function withParts<Result>(
  world: Pick<World, 'now'>,
  observer: Observer,
  task: (port: MessagePort) => Promise<Result>,
): Promise<{ readonly result: Result; readonly seconds: PartsSeconds }> {
  const tracker = trackParts(world, observer);
  try {
    const result = await withProgressPort(tracker.onProgress, task);
    return { result, seconds: tracker.seconds() };
  } finally {
    if (tracker.hasParts()) observer.onPartsEnd?.();
  }
}
