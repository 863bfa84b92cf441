import type { Readings, SweepRow } from '../../store/port.js';
import type { SharingDocument } from '../documents/live/sharing.js';
import { sharingDocument } from './sharing/sharing-document.js';

/** Read one after the other: of a sweep that runs, attempts may begin in between, and count next time. */
export async function readSharing(readings: Readings, sweep: SweepRow): Promise<SharingDocument> {
  const attempts = await readings.allAttempts(sweep.id);
  return sharingDocument(sweep.id, await readings.trials(sweep.id), attempts);
}
