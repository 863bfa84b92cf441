import type { Sql } from '../../store/postgres/sql.js';

/** Device-seconds that a user of a team may take in all, from now on. */
export async function setBudget(
  sql: Sql,
  {
    team,
    owner,
    seconds,
  }: { readonly team: string; readonly owner: string; readonly seconds: number },
): Promise<void> {
  await sql.run(
    `insert into budgets (team, owner, seconds) values ($1, $2, $3)
     on conflict (team, owner) do update set seconds = excluded.seconds`,
    [team, owner, seconds],
  );
}

/** Lets a user take any device time; resolves to whether there was a budget. */
export async function removeBudget(
  sql: Sql,
  { team, owner }: { readonly team: string; readonly owner: string },
): Promise<boolean> {
  return (await sql.run('delete from budgets where team = $1 and owner = $2', [team, owner])) > 0;
}
