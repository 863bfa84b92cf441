import { byteText } from '../../core/words/byte-text.js';
import { totalDisk } from '../../plan/needs.js';
import type { PlannedRoom } from '../../results/documents/plan.js';

/** What a sweep will take of memory and disk, in a line. */
export function roomText({ needs, freeDisk, freeMemory, workers }: PlannedRoom): string {
  const memory = needs.memory.process + workers * needs.memory.cohort;
  const free = freeDisk === null ? '' : ` (${byteText(freeDisk)} free)`;
  return `Takes up to ${byteText(memory)} of memory (${byteText(freeMemory)} free) and ${byteText(totalDisk(needs))} of disk${free}, kept frozen outputs left out`;
}

/** The same, and what it is made of. */
export function roomDetails(room: PlannedRoom): string {
  const { memory, disk } = room.needs;
  return `${roomText(room)}: the program ${byteText(memory.process)}, each worker ${byteText(memory.cohort)}; weights ${byteText(disk.weights)}, networks ${byteText(disk.networks)}, states of training ${byteText(disk.snapshots)}, database ${byteText(disk.rows)}`;
}
