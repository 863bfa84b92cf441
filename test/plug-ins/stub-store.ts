import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sqlite } from '../../src/store/sqlite/sqlite.js';
import type { StoreDef } from '../../src/store/store-def.js';

/** A store as small as they come: SQLite in a folder called `*.stub`. */
export const stub: StoreDef = {
  type: 'stub',
  summary: 'a folder called *.stub',
  matches: (place) => place.endsWith('.stub'),
  async open(place, options) {
    if (options.access === 'create') mkdirSync(place, { recursive: true });
    return sqlite.open(join(place, 'rows.sqlite'), options);
  },
};
