import { ground } from './0001-ground.js';
import { sharing } from './0002-sharing.js';

/**
 * The schema's history: entry n brings version n to n + 1. Entries are only ever added, as
 * databases of every version are about.
 */
export const migrations: readonly string[] = [ground, sharing];
