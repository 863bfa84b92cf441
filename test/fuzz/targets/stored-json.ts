import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { leaderboardCsv } from '../../../src/cli/csv/leaderboard.js';
import { renderLeaderboard, shownOf } from '../../../src/cli/render/leaderboard.js';
import { renderTrial } from '../../../src/cli/render/trial.js';
import { plainly } from '../../../src/cli/text/plainly.js';
import { createStyle } from '../../../src/cli/text/style.js';
import { readOlderSweep } from '../../../src/config/legacy/read-older-sweep.js';
import { leaderboardDocument } from '../../../src/results/documents/leaderboard.js';
import { sweepsDocument } from '../../../src/results/documents/sweeps.js';
import { trialDocument } from '../../../src/results/documents/trial.js';
import { readLeaderboard } from '../../../src/results/leaderboard.js';
import { judgeBoard } from '../../../src/results/statistics/judge-board.js';
import { readTrial } from '../../../src/results/trial-view.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { databaseIn } from '../../fakes/database.js';
import { defineTarget } from '../fuzz.js';
import { mutatedJson } from '../mutate/json.js';
import { jsonText } from './tensor-files.js';

const STORES = new URL('../../stores/', import.meta.url).pathname;
const older = { read: readOlderSweep, onUpgrade: () => undefined };

/** Cells of the database that hold JSON. */
const CELLS = [
  ['sweeps', 'spec'],
  ['fingerprints', 'class_names'],
  ['trials', 'params'],
  ['trials', 'recipe'],
  ['trials', 'seen'],
  ['attempts', 'provenance'],
  ['attempts', 'error'],
  ['reports', 'metrics'],
] as const;

/** JSON of a database as another version, or damage, may have left it: all that commands show of it. */
export const storedJson = defineTarget<readonly [cell: number, row: number, text: string]>({
  name: 'JSON in the database',
  async open(folder) {
    const file = join(folder, 'thaw.sqlite');
    copyFileSync(join(STORES, 'schema-2-ends.sqlite'), file);
    await openStore(file, { older }).close();
    const db = new Sqlite(file);
    const read = (cell: number) => {
      const [table, column] = CELLS[cell]!;
      const found = db.prepare(
        `select ${column} from ${table} where ${column} is not null limit 6`,
      );
      const texts = (found.pluck().all() as string[]).map((text) => JSON.parse(text) as unknown);
      return texts.length > 0 ? texts : [{ backend: 'wasm', version: '1' }, [], null];
    };
    const store = openStore(file, { access: 'read' });
    const style = createStyle(false);
    return {
      inputs: fc.oneof(
        ...CELLS.map((_, cell) => fc.tuple(fc.constant(cell), fc.nat(3), jsonText(read(cell)))),
      ),
      async parse([cell, row, text]) {
        const [table, column] = CELLS[cell]!;
        const key = table === 'reports' ? 'trial_id' : 'id';
        const first = table === 'reports' ? 'and epoch = 0' : '';
        const ids = db.prepare(`select distinct ${key} from ${table} limit 4`).pluck().all();
        const id = ids[row % ids.length];
        const where = `where ${key} = ? ${first}`;
        const before = db.prepare(`select ${column} from ${table} ${where}`).pluck().get(id);
        const put = db.prepare(`update ${table} set ${column} = ? ${where}`);
        put.run(text, id);
        try {
          const trial = table === 'trials' || table === 'reports' ? Number(id) : 1;
          JSON.stringify(sweepsDocument(await store.readings.sweeps()));
          const view = plainly(await readTrial(databaseIn(file, store), String(trial)));
          JSON.stringify(trialDocument(view));
          renderTrial(view, 80, style);
          const sweep = String(view.sweep.id);
          const board = await judgeBoard(
            store,
            await readLeaderboard(store, { sweep, rule: 'best' }),
          );
          leaderboardCsv(leaderboardDocument(board));
          renderLeaderboard(plainly(shownOf(board, 10)), 80, style);
        } finally {
          put.run(before, id);
        }
        return true;
      },
      close() {
        db.close();
        void store.close();
      },
    };
  },
});

/** A sweep as Thaw 0.1 stored it, and params of its trials. */
export const olderSpec = defineTarget<readonly [spec: unknown, params: unknown]>({
  name: 'spec of an older program',
  async open() {
    const db = new Sqlite(join(STORES, 'schema-2-shapes.sqlite'), { readonly: true });
    const all = (sql: string) =>
      (db.prepare(sql).pluck().all() as string[]).map((text) => JSON.parse(text));
    const inputs = fc.tuple(
      mutatedJson(all('select spec from sweeps')),
      fc.oneof(
        mutatedJson(all('select params from trials')),
        fc.constantFrom(...all('select params from trials')),
      ),
    );
    db.close();
    return {
      inputs,
      parse([spec, params]) {
        const { recipeOf } = readOlderSweep(spec as Parameters<typeof readOlderSweep>[0]);
        const recipe = recipeOf(params as Parameters<typeof recipeOf>[0]);
        if (recipe && !(recipe.pace.epochs >= 1)) throw new Error(`${recipe.pace.epochs} epochs`);
        return recipe !== null;
      },
    };
  },
});
