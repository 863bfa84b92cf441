import type { Database } from 'better-sqlite3';
import type { OlderPrograms } from '../../older-programs.js';
import { ground } from './0001-ground.js';
import { sharing } from './0002-sharing.js';
import { ownRecipe } from './0003-own-recipe.js';
import { trust } from './0004-trust.js';
import { search } from './0005-search.js';
import { changes } from './0006-changes.js';

/** SQL, or what takes more than SQL. */
export type Migration = string | ((db: Database, read: OlderPrograms['read']) => void);

/**
 * The schema's history: entry n brings version n to n + 1. Entries are only ever added, as
 * databases of every version are about.
 */
export const migrations: readonly Migration[] = [
  ground,
  sharing,
  ownRecipe,
  trust,
  search,
  changes,
];
