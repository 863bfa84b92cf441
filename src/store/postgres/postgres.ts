import type { StoreDef } from '../store-def.js';

/** A database of a PostgreSQL server; several processes may write to it. */
export const postgres: StoreDef = {
  type: 'postgres',
  summary: 'a database of a PostgreSQL server',
  matches: (place) => /^postgres(ql)?:\/\//i.test(place),
  async open(place, { access, onNote, patienceMs }) {
    const { openStore } = await import('./postgres-store.js');
    return openStore(place, { access, onNote, patienceMs });
  },
  async migrate(place, options) {
    const { migrateAsked } = await import('./migrate.js');
    return migrateAsked(place, options);
  },
  tables: async () => (await import('./table-access.js')).tableAccess,
};
