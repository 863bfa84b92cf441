import { ground } from './0001-ground.js';
import { fleet } from './0002-fleet.js';
import { changes } from './0003-changes.js';
import type { Migration } from './migration.js';

/** From an empty database to today's, in order; each can be taken back. */
export const migrations: readonly Migration[] = [ground, fleet, changes];
