import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NoResultsError } from '../../core/errors.js';
import type { Place } from '../../core/places/place.js';
import type { Database } from '../../results/database.js';
import { readDocument } from '../../results/live/read-documents.js';
import { openReader } from '../../server/reading/open-reader.js';
import { serveReader } from '../../server/reading/thread/serve-reader.js';
import { nextSweepText } from '../insight/write-next-sweep.js';
import { isThere, openDatabase } from '../open-database.js';
import { drawSvg } from './charts/draw-svg.js';

/** A thread that reads the results at one place for the dashboard, and writes nothing. */
export interface ReaderTask {
  /** Nothing need be there yet. */
  readonly place: Place;
}

const { place } = workerData as ReaderTask;
const readers: typeof readDocument = {
  ...readDocument,
  async advise(database, asked) {
    const document = await readDocument.advise(database, asked);
    const next = join(process.cwd(), 'next.yaml');
    return {
      ...document,
      next: nextSweepText({ env: process.env }, asked.sweep, document.advice, next),
    };
  },
};

serveReader(parentPort!, openReader({ open: openIfThere, readers, draw: drawSvg }));

/** Null also while another process is making it. */
async function openIfThere(): Promise<Database | null> {
  if (!isThere(place)) return null;
  try {
    return await openDatabase(process, place, 'read', {});
  } catch (error) {
    if (error instanceof NoResultsError) return null;
    throw error;
  }
}
