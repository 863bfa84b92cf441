import { statSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../machine/files/tree.js';
import { checkpointFolder } from './files.js';

/** Bytes of the files that a sweep keeps beside the database: weights, networks. */
export function sweepBytes(db: string, sweepId: number): number {
  const folder = checkpointFolder(db, sweepId);
  return namesIn(folder).reduce((sum, name) => sum + bytesOf(join(folder, name)), 0);
}

/** Bytes of the database itself, its log included. */
export function databaseBytes(db: string): number {
  return bytesOf(db) + bytesOf(`${db}-wal`);
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
