import { Refusal } from '../../machine/http/refusal.js';
import type { Database } from '../../results/database.js';
import type { SweepDocument } from '../../results/documents/live/sweep.js';
import { readDocument } from '../../results/live/read-documents.js';
import type { SweepState } from '../../store/port.js';
import type { Patch } from '../api.js';
import { answer } from './answer.js';
import type { PlotQuery, Query } from './query.js';
import { readPatch } from './read-patch.js';
import { createVersions } from './versions.js';

/**
 * Reads what there is to see of a database, as soon as there is one.
 *
 * Every method throws a `ThawError`, or a `Refusal` of what is not there.
 */
export interface Reader {
  /** The document as JSON; a picture as SVG. */
  read(query: Query): Promise<string>;
  /** Another one than before if anything changed of what there is to see of the sweep. */
  version(sweep: number): Promise<string>;
  /** What changed since the cursor; without one: nothing, and the cursor of now. */
  patch(after?: string): Promise<Patch>;
  /**
   * Sweeps of which another state is to be told than at the last call though nobody wrote it: the
   * process that ran one is gone.
   */
  lapsed(): Promise<readonly SweepDocument[]>;
  close(): Promise<void>;
}

export interface ReaderParts {
  /** Null: there is no database yet. */
  open(): Promise<Database | null>;
  /** How documents are read; absent: by what the database holds alone. */
  readonly readers?: typeof readDocument;
  /** Draws a chart as SVG. @throws {UsageError} there is no such chart, sweep or trial. */
  draw(database: Database, query: PlotQuery): Promise<string>;
}

export function openReader({ open, readers = readDocument, draw }: ReaderParts): Reader {
  let opened: Database | null = null;
  let opening: Promise<Database | null> | null = null;
  const versions = createVersions();
  let states: ReadonlyMap<number, SweepState> | null = null;

  /** What lies there now: it may have been made, or another put in its place, since the last call. */
  async function database(): Promise<Database | null> {
    if (opened && (await opened.store.readings.stamp()) === null) {
      const old = opened;
      opened = null;
      await old.store.close();
    }
    if (opened) return opened;
    opening ??= open().finally(() => {
      opening = null;
    });
    opened = await opening;
    return opened;
  }

  return {
    async read(query) {
      const now = await database();
      if (query.document !== 'plot') return JSON.stringify(await answer(now, query, readers));
      if (!now) throw new Refusal(404, 'There are no sweeps yet.');
      return draw(now, query);
    },
    version: async (sweep) => versions.of(await database(), sweep),
    patch: async (after) => readPatch(await database(), after),
    async lapsed() {
      const now = await database();
      const sweeps = now ? await now.store.readings.sweeps() : [];
      const before = states;
      states = new Map(sweeps.map(({ id, state }) => [id, state]));
      const changed = sweeps.filter(
        ({ id, state }) => before && (before.get(id) ?? state) !== state,
      );
      return Promise.all(changed.map((sweep) => readDocument.sweep(now!, { sweep })));
    },
    async close() {
      await opening?.catch(() => null);
      await opened?.store.close();
    },
  };
}
