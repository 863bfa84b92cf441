import { existsSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { NoResultsError } from '../../core/errors.js';
import type { Database } from '../../results/database.js';
import { openReader } from '../../server/reading/open-reader.js';
import { serveReader } from '../../server/reading/thread/serve-reader.js';
import { openToStay } from '../open-database.js';

/** A thread that reads one results database for the dashboard, and writes nothing. */
export interface ReaderTask {
  /** Absolute path; nothing need be there yet. */
  readonly file: string;
}

const { file } = workerData as ReaderTask;
serveReader(parentPort!, openReader(openIfThere));

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
