import type { Database } from 'better-sqlite3';
import { eventsCursor } from './0004/events-cursor.js';
import { fingerprints } from './0004/fingerprints.js';
import { holder } from './0004/holder.js';
import { laterKeys } from './0004/later-keys.js';
import { snapshots } from './0004/snapshots.js';

/** What the store must know so that nothing is lost or mixed up. */
export function trust(db: Database): void {
  for (const part of PARTS) db.exec(part);
}

const PARTS = [eventsCursor, fingerprints, holder, laterKeys, snapshots];
