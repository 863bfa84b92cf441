import type { Trial } from '../../../core/trial.js';
import type { NewTrial } from '../../port.js';
import type { Methods } from '../methods.js';
import type { Sql } from '../sql.js';

export function trialTable(sql: Sql): Pick<Methods, 'add' | 'setRecipes'> {
  return {
    async add(sweepId, trials) {
      const added: Trial[] = [];
      for (let from = 0; from < trials.length; from += MOST_ROWS) {
        const some = trials.slice(from, from + MOST_ROWS);
        const ids = await insert(sweepId, some, sql);
        for (const { number, point, replicate, params, recipe } of some) {
          added.push({
            ...{ id: ids.get(number)!, sweepId, number, point, replicate, params, recipe },
            ...{ state: 'queued', reports: [] },
          });
        }
      }
      return added;
    },
    async setRecipes(recipes) {
      await sql.run(
        `update trials set recipe = own.recipe
         from unnest($1::bigint[], $2::text[]) as own (id, recipe)
         where trials.id = own.id`,
        [[...recipes.keys()], [...recipes.values()].map((recipe) => JSON.stringify(recipe))],
      );
    },
  };
}

/** One statement's; a row has a recipe of a kilobyte or two. */
const MOST_ROWS = 5000;

/** Ids by number, rising with it. */
async function insert(
  sweepId: number,
  trials: readonly NewTrial[],
  sql: Sql,
): Promise<ReadonlyMap<number, number>> {
  const rows = await sql.all<{ id: number; number: number }>(
    `insert into trials (sweep_id, number, point, replicate, params, recipe, version, seen, state)
     select $1, number, point, replicate, params, recipe, version, seen, 'queued'
     from unnest($2::int[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[])
       with ordinality as new (number, point, replicate, params, recipe, version, seen, place)
     order by place
     returning id, number`,
    [
      sweepId,
      trials.map(({ number }) => number),
      trials.map(({ point }) => point),
      trials.map(({ replicate }) => replicate),
      trials.map(({ params }) => JSON.stringify(params)),
      trials.map(({ recipe }) => orNull(recipe)),
      trials.map(({ version }) => version),
      trials.map(({ seen }) => orNull(seen)),
    ],
  );
  return new Map(rows.map(({ id, number }) => [number, id]));
}

function orNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
