import { messageOf } from '../../core/errors.js';
import { differing } from '../../core/prints/fingerprint.js';
import type { Provenance } from '../../core/provenance.js';
import type { MadeSnapshot, StoredSnapshot } from '../../core/snapshots/snapshot.js';
import type { SweepParts } from '../sweep-parts.js';

/** The snapshots of a sweep that runs: files in its folder, and rows that promise them. */
export interface Shelf {
  /** What a trial can go on from. */
  of(trialId: number): StoredSnapshot | undefined;
  /** A snapshot's file. */
  pathOf(snapshot: StoredSnapshot): string;
  /** Bytes that a cohort of these trials may take; null: any. */
  allowance(trialIds: readonly number[]): number | null;
  /**
   * Makes a written snapshot safe, then the one that its trials go on from; the file it replaces goes
   * only then. One at a time. A disk that fails costs the snapshot, nothing else.
   */
  add(made: MadeSnapshot): Promise<void>;
  /** A cohort has no snapshot: told the user once in a run. */
  missed(why: string): Promise<void>;
  /** Resolves once all that was added is there. */
  settled(): Promise<void>;
  /** These trials start over. */
  leave(trialIds: readonly number[]): Promise<void>;
  /** Deletes what no trial goes on from, now that these have ended. */
  tidy(trialIds: readonly number[]): Promise<void>;
  /** Deletes what workers that died left half written; no cohort runs. */
  clear(): void;
}

export type ShelfParts = Pick<
  SweepParts,
  'store' | 'sweepId' | 'files' | 'snapshots' | 'provenance' | 'queue' | 'made' | 'runner'
> & {
  /** Told what a user should know. */
  readonly remark: (message: string) => Promise<void>;
};

/**
 * Takes up what earlier runs left. Call it under the sweep's lock: files that nobody promises go,
 * those of processes that died in the middle included.
 */
export async function openShelf(parts: ShelfParts): Promise<Shelf> {
  const { store, sweepId, files, snapshots, provenance, queue, made, runner, remark } = parts;
  let known = new Map<number, StoredSnapshot>();
  let added: Promise<void> = Promise.resolve();
  let saidMissed = false;

  async function look(): Promise<readonly StoredSnapshot[]> {
    const rows = await store.readings.snapshots(sweepId);
    known = new Map(rows.flatMap((row) => row.trialIds.map((id) => [id, row] as const)));
    return rows;
  }

  async function missed(why: string): Promise<void> {
    if (saidMissed) return;
    saidMissed = true;
    await remark(why);
  }

  async function tidy(trialIds: readonly number[]): Promise<void> {
    files.drop(await store.queue.tidySnapshots(sweepId));
    for (const id of trialIds) known.delete(id);
  }

  async function leave(trialIds: readonly number[]): Promise<void> {
    await store.queue.leaveSnapshots(trialIds);
    await tidy(trialIds);
  }

  /** What the trials' attempt runs on: another worker, or another machine, need not be this one. */
  async function madeOn([first]: readonly number[]): Promise<Provenance> {
    const attempts = first === undefined ? [] : await store.readings.attempts(first);
    return attempts.at(-1)?.provenance ?? provenance;
  }

  async function keep(made: MadeSnapshot): Promise<void> {
    const { part: _, trialIds, ...rest } = made;
    let file: string;
    try {
      file = await files.keep(made);
    } catch (error) {
      await missed(
        `a checkpoint could not be kept (${messageOf(error)}): training goes on without`,
      );
      return;
    }
    // Whoever took it in before could not say so any more.
    if (trialIds.every((id) => isSame(known.get(id), { file, sha256: rest.sha256 }))) return;
    const snapshot = { ...rest, file, provenance: await madeOn(trialIds) };
    const added = await store.queue.addSnapshot(sweepId, snapshot, trialIds);
    // Not read again: of a thousand cohorts that go on at once, each would read all of them.
    for (const id of added.trialIds) {
      known.set(id, { ...snapshot, id: added.id, trialIds: added.trialIds });
    }
    files.drop(added.dropped);
  }

  /** Another program's numbers need not be this one's. */
  async function leaveForeign(): Promise<void> {
    const { version, backend } = provenance;
    for (const { trialIds, provenance: its } of await look()) {
      if (its.version === version && its.backend === backend) continue;
      await remark(
        `the checkpoint of ${trialsText(trialIds)} was made by version ${its.version} on ${its.backend}, and this is ${version} on ${backend}: they start over`,
      );
      await store.queue.leaveSnapshots(trialIds);
    }
  }

  /** What training goes on with must be what it began with. */
  async function leaveMadeOtherwise(): Promise<void> {
    if (!made) return;
    await look();
    for (const its of await store.readings.allMadeOf(sweepId)) {
      const { data, weights } = differing(its.fingerprint, made.fingerprint);
      if (its.change === made.change && !data && !weights) continue;
      const left = its.trials.filter((id) => known.has(id));
      if (left.length === 0) continue;
      await remark(
        `the checkpoint of ${trialsText(left)} is of other images or weights: they start over`,
      );
      await store.queue.leaveSnapshots(left);
    }
  }

  // Where cohorts outlive this process, whoever goes on with one says whether it can: what trains
  // elsewhere by now must not lose what it told.
  if (!runner.left) {
    await leaveForeign();
    await leaveMadeOtherwise();
  }
  await tidy([]);
  await look();
  files.keepOnly(new Set([...known.values()].map(({ file }) => file)));

  return {
    of: (trialId) => known.get(trialId),
    pathOf: files.pathOf,
    allowance(trialIds) {
      const { maxBytes = null } = snapshots ?? {};
      if (maxBytes === null) return null;
      const own = new Set(trialIds);
      const others = new Set([...known].filter(([id]) => !own.has(id)).map(([, each]) => each));
      const held = [...others].reduce((sum, { bytes }) => sum + bytes, 0);
      return Math.max(0, (maxBytes - held) / queue.lanes);
    },
    add(made) {
      const next = added.then(() => keep(made));
      added = next.catch(() => undefined);
      return next;
    },
    missed,
    settled: () => added,
    leave,
    tidy,
    clear: files.clear,
  };
}

function isSame(
  stored: StoredSnapshot | undefined,
  { file, sha256 }: Pick<StoredSnapshot, 'file' | 'sha256'>,
): boolean {
  return stored?.file === file && stored.sha256 === sha256;
}

/** At most so many ids are named. */
const NAMED = 8;

/** Trials by id, for a sentence. */
export function trialsText(ids: readonly number[]): string {
  if (ids.length === 1) return `trial ${ids[0]}`;
  if (ids.length <= NAMED) return `trials ${ids.join(', ')}`;
  return `${ids.length} trials`;
}
