import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { TRIAL_STATES } from '../../src/core/trial-state.js';
import { fakeContext, thaw } from '../cli/fake-context.js';

/** Databases that older programs made, and what those printed of them: see README.md there. */
const STORES = fileURLToPath(new URL('../stores/', import.meta.url));
const names = readdirSync(STORES)
  .filter((file) => file.endsWith('.sqlite'))
  .map((file) => file.replace('.sqlite', ''));

/**
 * Where an older program was wrong: of a trial whose first report was no number, `show` took that
 * one for the best, though the leaderboard never did.
 */
const CORRECTED: Readonly<Record<string, object>> = {
  'schema-2-ends show 10': { best: { epoch: 3, value: 0.25 } },
};

/** Recipes that cannot be told apart share a rank now; their order is what it was. */
function withSharedRanks(output: object): object {
  if (!('rows' in output) || !Array.isArray(output.rows)) return output;
  const rows = output.rows.map((row) => {
    return row.rank === null ? row : { ...row, rank: expect.any(Number) };
  });
  return { ...output, rows };
}

/** A folder with that database as its results. */
function withStore(name: string) {
  const context = fakeContext();
  mkdirSync(join(context.cwd, 'results'));
  copyFileSync(join(STORES, `${name}.sqlite`), join(context.cwd, 'results', 'thaw.sqlite'));
  return context;
}

test('every way in which a trial can stand is kept', () => {
  const states = names.flatMap((name) => {
    const db = new Sqlite(readFileSync(join(STORES, `${name}.sqlite`)));
    const found = db.prepare('select distinct state from trials').pluck().all();
    db.close();
    return found;
  });
  expect(new Set(states)).toEqual(new Set(TRIAL_STATES));
});

describe.each(names)('%s', (name) => {
  const schema = Number(/^schema-(\d+)/.exec(name)![1]);
  const outputs = JSON.parse(readFileSync(join(STORES, `${name}.json`), 'utf8')) as Readonly<
    Record<string, object | null>
  >;

  test.each(Object.entries(outputs))('%s prints what its program printed', async (line, output) => {
    const { code, stdout } = await thaw(`${line} --format json`, withStore(name));
    expect(code).toBe(0);
    // Null: its program broke over a trial whose params make no recipe.
    const printed = output ?? { recipe: null };
    // Keys may have come since, values may not have changed.
    const corrected = { ...printed, ...CORRECTED[`${name} ${line}`] };
    expect(JSON.parse(stdout)).toMatchObject(withSharedRanks(corrected));
  });

  test('is brought up to date once, with a copy as it was, and told so once', async () => {
    const { cwd } = withStore(name);
    const copy = `results/thaw.sqlite.schema-${schema}.bak`;
    const first = await thaw('sweeps', fakeContext({ cwd }));
    expect(first.stderr).toBe(
      `Note: results/thaw.sqlite was made by an older Thaw; it was brought up to date, and a copy as it was is kept at ${copy}.\n`,
    );
    const again = await thaw('sweeps', fakeContext({ cwd }));
    expect(again).toEqual({ ...first, stderr: '' });

    const original = contents(join(STORES, `${name}.sqlite`));
    expect(contents(join(cwd, copy))).toEqual(original);
    expect(original.version).toBe(schema);
  });

  test('is whole afterwards', async () => {
    const context = withStore(name);
    await thaw('sweeps', context);
    const db = new Sqlite(join(context.cwd, 'results', 'thaw.sqlite'));
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  });
});

test.each([
  ['schema-1-before-sharing', 2],
  ['schema-2-interrupted', 1],
  ['schema-3-interrupted', 1],
])(
  'resume finishes what %s left, and keeps what had ended',
  async (name, sweep) => {
    const { cwd } = withStore(name);
    const read = async (line: string) =>
      JSON.parse((await thaw(`${line} --format json`, fakeContext({ cwd }))).stdout);
    const ended = (await read(`leaderboard ${sweep} --state finished`)).rows;
    // All that an older program kept of what a trial was made of.
    const unknown = { change: 0, class_names: ['dark', 'light'], data: null, weights: null };
    for (const { trial } of ended) {
      expect((await read(`show ${trial}`)).made_of).toEqual(unknown);
    }

    const { code, stderr } = await thaw(`resume ${sweep} --workers 1`, fakeContext({ cwd }));
    expect(stderr).toContain('that the last run left unfinished go on');
    expect(code).toBe(0);
    expect(stderr).toContain(
      'What this sweep trained on was not kept by the older version of Thaw',
    );
    const { rows } = await read(`leaderboard ${sweep}`);
    expect(rows).toHaveLength(6);
    for (const { trial, state } of rows) {
      expect(state).toBe('finished');
      const { recipe, attempts } = await read(`show ${trial}`);
      expect(recipe).toMatchObject({ model: { weights: 'random' }, epochs: 2 });
      expect(attempts.at(-1).state).toBe('finished');
    }
    expect(rows).toEqual(
      expect.arrayContaining(
        ended.map(({ rank, ...row }: { rank: number }) => expect.objectContaining(row)),
      ),
    );
  },
  60_000,
);

test('a trial whose params make no recipe is shown, and says so', async () => {
  const { code, stdout } = await thaw('show 13', withStore('schema-2-ends'));
  expect(code).toBe(0);
  expect(stdout).toContain('none: the sweep does not allow these params');
  expect(stdout).toContain('expected momentum above 0');
});

/** Every row of every table. */
function contents(file: string) {
  // From memory: reading a file leaves a journal beside it.
  const db = new Sqlite(readFileSync(file));
  const tables = db.prepare(`select name from sqlite_schema where type = 'table' order by name`);
  const rows = tables
    .pluck()
    .all()
    .map((table) => [table, db.prepare(`select * from ${table}`).all()]);
  const version = db.pragma('user_version', { simple: true });
  db.close();
  return { version, rows };
}
