import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NoResultsError } from '../../core/errors.js';
import type { Database } from '../../results/database.js';
import { readDocument } from '../../results/live/read-documents.js';
import { openReader } from '../../server/reading/open-reader.js';
import { serveReader } from '../../server/reading/thread/serve-reader.js';
import { nextSweepText } from '../insight/write-next-sweep.js';
import { openToStay } from '../open-database.js';
import { drawSvg } from './charts/draw-svg.js';

/** A thread that reads one results database for the dashboard, and writes nothing. */
export interface ReaderTask {
  /** Absolute path; nothing need be there yet. */
  readonly file: string;
}

const { file } = workerData as ReaderTask;
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
  if (!existsSync(file)) return null;
  try {
    return { store: await openToStay(file, 'read', {}), file };
  } catch (error) {
    if (error instanceof NoResultsError) return null;
    throw error;
  }
}
