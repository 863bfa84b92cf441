import { computed, signal } from '@preact/signals';
import type { Patch } from '../../../server/api.js';
import { load } from '../documents.js';
import { applyPatch, knownTrials, sweeps, watchedSweeps } from './known.js';
import { mergePatches } from './merge-patches.js';
import { joinShared } from './share.js';
import type { Connection } from './stream.js';

export const connection = signal<Connection>('connecting');
/** What is shown stays as it is; what changes waits. */
export const paused = signal(false);
const waiting = signal<Patch | null>(null);
/** Trials that changed while paused. */
export const waitingTrials = computed(() => waiting.value?.trials.length ?? 0);
/** Counts up whenever all that is shown is asked for anew. */
export const renewals = signal(0);

let cursor: string | null = null;

/** What is read before the stream tells of changes may miss some: so much longer nobody waits for it. */
const LONGEST_WAIT_MS = 1500;
let begin: (() => void) | null = null;
/** Documents are asked for after this. */
export const begun = new Promise<void>((resolve) => {
  begin = resolve;
  setTimeout(resolve, LONGEST_WAIT_MS);
});

/** Hears changes for as long as the page is seen. */
export function startLive(): void {
  let leave: (() => void) | null = null;
  const look = () => {
    if (document.hidden) {
      leave?.();
      leave = null;
    } else leave ??= joinShared({ onPatch, onConnection, onGap, cursor: () => cursor });
  };
  document.addEventListener('visibilitychange', look);
  look();
}

export function togglePause(): void {
  paused.value = !paused.value;
  const late = waiting.value;
  if (paused.value || late === null) return;
  waiting.value = null;
  take(late);
}

function onConnection(now: Connection): void {
  connection.value = now;
  if (now === 'lost' || now === 'refused') begin?.();
}

function onGap(): void {
  if (hasAsked) void renew();
  else begin?.();
}

function onPatch(patch: Patch): void {
  cursor = patch.cursor;
  if (!paused.value) take(patch);
  else waiting.value = waiting.value ? mergePatches(waiting.value, patch) : patch;
}

function take(patch: Patch): void {
  if (patch.resync) void renew();
  else applyPatch(patch);
  if (loading > 0) arrived = arrived ? mergePatches(arrived, patch) : patch;
}

let hasAsked = false;
void begun.then(() => {
  hasAsked = true;
});

/** Documents on their way, and what changed meanwhile: it may not be in them. */
let loading = 0;
let arrived: Patch | null = null;

/** Sweeps, to begin with. @throws as `load` does. */
export async function loadSweeps(): Promise<void> {
  await taking(
    () => load('sweeps', {}),
    (document) => {
      sweeps.value = new Map(document.sweeps.map((sweep) => [sweep.sweep, sweep]));
    },
  );
}

/** A sweep's trials, to begin with. @throws as `load` does. */
export async function loadTrials(sweep: number): Promise<void> {
  await taking(
    () => load('trials', { sweep }),
    (document) => {
      knownTrials(sweep).value = new Map(document.trials.map((trial) => [trial.trial, trial]));
    },
  );
}

async function taking<T>(ask: () => Promise<T>, take: (document: T) => void): Promise<void> {
  await begun;
  loading += 1;
  try {
    take(await ask());
    if (arrived) applyPatch(arrived);
  } finally {
    loading -= 1;
    if (loading === 0) arrived = null;
  }
}

/** All that is known, anew: patches are not enough. A server that is gone will be asked again. */
async function renew(): Promise<void> {
  if (paused.peek()) {
    const nothing = { cursor: cursor ?? '', sweeps: [], trials: [], removed: [] };
    waiting.value = { ...(waiting.peek() ?? nothing), resync: true };
    return;
  }
  renewals.value += 1;
  await Promise.allSettled([loadSweeps(), ...watchedSweeps().map(loadTrials)]);
}
