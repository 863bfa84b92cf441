import { DiskError } from '../../core/errors.js';
import type { SweepSpec } from '../../core/sweep.js';
import { byteText } from '../../core/words/byte-text.js';
import { type Needs, sureDisk, totalDisk } from '../../plan/needs.js';

/** What a sweep needs, and what there is. */
export interface Room {
  readonly needs: Needs;
  /** Bytes; null: not known. */
  readonly freeDisk: number | null;
  readonly freeMemory: number;
  /** Bytes that one worker of the backend can address; null: as many as there are. */
  readonly heapBytes: number | null;
  /** Bytes free on the GPU that each worker has to itself; null: it has none, or nobody knows. */
  readonly deviceBytes: number | null;
  readonly workers: number;
}

/**
 * Holds a sweep to what there is: refuses what is sure to find no room, and returns what is only
 * likely to, in words. `db`: absolute path.
 *
 * @throws {DiskError} there is less free disk than its files will take at least.
 */
export function checkRoom(room: Room, spec: SweepSpec, db: string): readonly string[] {
  const why = noRoom(room, db);
  if (why !== null) throw new DiskError(why);
  return roomNotes(room, spec, db);
}

/** Why a sweep's files are sure to find no room; null: they may find it. */
export function noRoom({ needs, freeDisk }: Room, db: string): string | null {
  const files = sureDisk(needs);
  if (freeDisk === null || files <= freeDisk) return null;
  return `The sweep's networks would take ${byteText(files)} beside ${db}, and ${byteText(freeDisk)} are free there. Make room, name another place with --db, or keep fewer weights with --set keep=N.`;
}

/** What is likely to find no room, in words. */
export function roomNotes(room: Room, spec: SweepSpec, db: string): readonly string[] {
  const { needs, freeDisk, freeMemory, heapBytes, deviceBytes } = room;
  const { memory } = needs;
  const notes: string[] = [];
  const least = memory.process + room.workers * memory.trial;
  if (deviceBytes === null && spec.memory !== 'auto' && spec.memory < least) {
    const each = `${byteText(memory.process)} for the program and ${byteText(memory.trial)} for ${room.workers === 1 ? 'a worker' : `each of ${room.workers} workers`} with the largest trial`;
    notes.push(
      `memory is ${byteText(spec.memory)}, less than the sweep can do with: it takes at least ${byteText(least)} (${each}), trains each trial alone, and keeps nothing. Fewer workers, a smaller batch_size or fewer unfrozen_layers need less.`,
    );
  }
  if (freeDisk !== null && totalDisk(needs) > freeDisk) {
    notes.push(
      `The sweep's files may take up to ${byteText(totalDisk(needs))} beside ${db}, and ${byteText(freeDisk)} are free there: weights or states of training may find no room.`,
    );
  }
  const { diskBytes } = spec.budget;
  if (diskBytes !== null && diskBytes < sureDisk(needs)) {
    notes.push(
      `budget.disk is ${byteText(diskBytes)}, less than the networks of the best trials take: they are written at the end all the same, ${byteText(sureDisk(needs))}. --set keep=N keeps fewer.`,
    );
  }
  const limit = deviceBytes ?? Math.min(heapBytes ?? Number.POSITIVE_INFINITY, freeMemory);
  if (memory.trial > limit) {
    notes.push(
      `The largest trial alone needs about ${byteText(memory.trial)} of ${deviceBytes === null ? 'memory' : "the GPU's memory"}, and a worker can have ${byteText(limit)}: it may fail. A smaller batch_size or image_size, or fewer unfrozen_layers, needs less.`,
    );
  }
  return notes;
}
