import { join } from 'node:path';
import type { Observer } from '../../src/app/observer.js';
import type { World } from '../../src/app/world.js';
import { placeOfFile } from '../../src/core/places/place.js';

/** A world in a folder, with workers that only pretend to train; `stop` is the user's Ctrl-C. */
export function fakeWorld(folder: string, env: Readonly<Record<string, string>> = {}) {
  const user = new AbortController();
  const leaving = new Set<() => Promise<void>>();
  const world: World = {
    env: { THAW_CACHE: join(folder, 'cache'), ...env },
    worker: new URL('../cli/worker.mjs', import.meta.url),
    place: placeOfFile(join(folder, 'thaw.db')),
    cores: 2,
    now: () => 0,
    silenced: () => null,
    signal: user.signal,
    onLeave(act) {
      leaving.add(act);
      return () => leaving.delete(act);
    },
  };
  return { world, stop: () => user.abort(), leaving };
}

/** An observer that writes down what it is told, in a few words each. */
export function diary(): { readonly observer: Observer; readonly told: string[] } {
  const told: string[] = [];
  const observer: Observer = {
    onNote: (note) => told.push(`note: ${note.kind}`),
    onPart: ({ label, done }) => told.push(`part: ${label} ${done}`),
    onPartsEnd: () => told.push('parts end'),
    onSweepReady: ({ sweep, on }) =>
      told.push(`ready: ${sweep.name}, ${'workers' in on ? on.workers : 0} workers`),
    onSweepStart: ({ total, ended }) => told.push(`sweep: ${ended} of ${total}`),
    onTrialStart: ({ id }) => told.push(`trial ${id}`),
    onStep: (ids) => told.push(`step: ${ids.join(',')}`),
    onReport: ({ id }, { epoch }) => told.push(`trial ${id} epoch ${epoch}`),
    onTrialEnd: ({ id, state }) => told.push(`trial ${id} ${state}`),
  };
  return { observer, told };
}
