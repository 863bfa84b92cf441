import { bytesOf } from '../../../assets/tensor-files/safetensors-stream.js';
import { messageOf } from '../../../core/errors.js';
import {
  type MadeSnapshot,
  PAUSED_ENDING,
  type SnapshotOrders,
} from '../../../core/snapshots/snapshot.js';
import { grouped } from '../../../core/words/numbers.js';
import { freeDisk } from '../../../machine/files/free-disk.js';
import { removeFile } from '../../../machine/files/remove-file.js';
import type { Branch } from '../branch.js';
import { membersOf } from '../cohort-state.js';
import type { Ledger } from '../ledger.js';
import { type CohortSnapshot, cohortSnapshot } from './cohort-snapshot.js';
import { writeSnapshot } from './snapshot-file.js';

/** Takes snapshots of a cohort's training as it goes. */
export interface SnapshotTaker {
  /** Training is between two epochs, or two steps: takes one if it is due. */
  offer(branches: readonly Branch[], epoch: number, at: 'epoch' | 'step'): void;
  /** Takes one whatever it costs: training ends here for now. */
  insist(branches: readonly Branch[], epoch: number): void;
  /** Takes one of trials that leave the cohort here, and wait: it is kept beside those that follow. */
  pause(branches: readonly Branch[], epoch: number): void;
}

export interface TakerParts {
  readonly orders: SnapshotOrders;
  readonly ledger: Pick<Ledger, 'open'>;
  /** The one before is not safe yet. */
  readonly isBusy: () => boolean;
  readonly made: (snapshot: MadeSnapshot) => void;
  /** Why there is none, the first time. */
  readonly missed: (why: string) => void;
}

/**
 * Time between two is at least so many times what one costs this thread: 1 % of the time. Bringing it
 * to the disk takes the system about as much again; with 50, a sweep of heads and last stages took
 * 1.7 % more of the processors.
 */
const PATIENCE = 100;

/** What writing and hashing are taken to cost until it was measured: bytes a millisecond. */
const ASSUMED = 200_000;

/** Milliseconds until a disk that failed is tried again. */
const AFTER_FAILURE = 60_000;

export function createSnapshotTaker(
  parts: TakerParts,
  now = () => performance.now(),
): SnapshotTaker {
  const { orders, ledger, isBusy, made, missed } = parts;
  let last = now();
  /** Milliseconds; null: none was written yet. */
  let cost: number | null = null;
  let taken = '';
  let count = 0;
  /** Bytes of those whose trials wait. */
  let waiting = 0;
  let told = false;

  function isDue(at: 'epoch' | 'step', bytes: () => number): boolean {
    const since = now() - last;
    const asked = since >= orders.everyMs || (orders.epochs && at === 'epoch');
    if (!asked || isBusy()) return false;
    return since >= PATIENCE * (cost ?? bytes() / ASSUMED);
  }

  function miss(why: string): void {
    if (!told) missed(why);
    told = true;
  }

  /** Why there is no room for so many bytes; undefined: there is. */
  function lackOf(bytes: number, paused: boolean): string | undefined {
    if (orders.maxBytes !== null && waiting + bytes > orders.maxBytes) {
      const left = Math.floor(Math.max(0, orders.maxBytes - waiting));
      return `checkpoint.max_bytes leaves ${grouped(left)}`;
    }
    // Many cohorts may leave some of their trials behind: they must not fill the disk.
    const free = paused ? freeDisk(orders.base) : null;
    return free !== null && bytes > free / 2 ? `${grouped(free)} are free` : undefined;
  }

  function take(
    branches: readonly Branch[],
    epoch: number,
    paused: boolean,
    snapshot: CohortSnapshot = cohortSnapshot(branches, epoch, ledger),
  ): void {
    const trialIds = membersOf(branches).map(({ trialId }) => trialId);
    const place = JSON.stringify([epoch, trialIds, ...branches.map((branch) => branch.taken)]);
    if (place === taken || branches.length === 0) return;
    const bytes = bytesOf(snapshot.tensors);
    const lack = lackOf(bytes, paused);
    if (lack !== undefined) {
      last = now();
      const then = paused ? 'trials that wait start over' : 'training goes on without';
      miss(`its checkpoint would take ${grouped(bytes)} bytes, and ${lack}: ${then}`);
      return;
    }
    count += 1;
    const part = `${orders.base}-${count}${paused ? PAUSED_ENDING : '.snapshot'}.part`;
    const started = now();
    try {
      const { sha256, bytes: size } = writeSnapshot(part, snapshot);
      cost = now() - started;
      last = now();
      taken = place;
      const step = Math.min(...branches.map((branch) => branch.taken));
      if (paused) waiting += size;
      made({ part, sha256, bytes: size, epoch, step, trialIds });
    } catch (error) {
      removeFile(part);
      last = now();
      cost = Math.max(cost ?? 0, AFTER_FAILURE / PATIENCE);
      miss(`its checkpoint could not be written (${messageOf(error)}): training goes on without`);
    }
  }

  return {
    offer(branches, epoch, at) {
      if (branches.length === 0) return;
      let snapshot: CohortSnapshot | undefined;
      const made = () => (snapshot ??= cohortSnapshot(branches, epoch, ledger));
      if (isDue(at, () => bytesOf(made().tensors))) take(branches, epoch, false, made());
    },
    insist: (branches, epoch) => take(branches, epoch, false),
    pause: (branches, epoch) => take(branches, epoch, true),
  };
}
