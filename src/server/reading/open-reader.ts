import type { Database } from '../../results/database.js';
import { answer } from './answer.js';
import type { Query } from './query.js';

/** Reads documents of a database, as soon as there is one. */
export interface Reader {
  /** @throws {Refusal | ThawError} */
  read(query: Query): Promise<object>;
  close(): Promise<void>;
}

/** `open`: null: there is no database yet. */
export function openReader(open: () => Promise<Database | null>): Reader {
  let opening: Promise<Database | null> | null = null;
  async function database(): Promise<Database | null> {
    opening ??= open();
    try {
      const opened = await opening;
      if (!opened) opening = null;
      return opened;
    } catch (error) {
      opening = null;
      throw error;
    }
  }
  return {
    read: async (query) => answer(await database(), query),
    async close() {
      const opened = await opening?.catch(() => null);
      await opened?.store.close();
    },
  };
}
