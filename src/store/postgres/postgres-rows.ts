import { StoreError } from '../../core/errors.js';
import type { MadeOf } from '../../core/prints/fingerprint.js';
import type { ColumnKind, CopiedTable } from '../copying/copied-tables.js';
import type { Chosen, Row, Span, SweepHead, WritableRows } from '../copying/table-rows.js';
import { SEEMS_HELD } from './lock/holder-sql.js';
import { NOW_MS } from './server-now.js';
import type { Connections, Sql } from './sql.js';

/** PostgreSQL's tables, as they are. `sql`: the transaction in which all is done. */
export function rowsOf(connections: Pick<Connections, 'inTransaction'>, sql: Sql): WritableRows {
  let cursors = 0;
  return {
    heads: () =>
      sql.all<SweepHead>(
        `select id, name, created_at as "createdAt", source, ${SEEMS_HELD} as "isHeld"
         from sweeps order by id`,
      ),
    async span(table, chosen) {
      const [first, last] = 'id' in table.columns ? ['min(id)', 'max(id)'] : ['0', '0'];
      const span = await sql.one<Span>(
        `select count(*) as rows, coalesce(${first}, 0) as first, coalesce(${last}, 0) as last
         from ${table.name} ${whereOf(table, chosen)}`,
        valuesOf(chosen),
      );
      return span!;
    },
    async *rows(table, chosen) {
      cursors += 1;
      const cursor = `rows_${cursors}`;
      const order = table.key.map((name) => {
        return table.columns[name] === 'text' ? `${name} collate "C"` : name;
      });
      await sql.run(
        `declare ${cursor} no scroll cursor for
         select ${Object.keys(table.columns).join(', ')} from ${table.name}
         ${whereOf(table, chosen)} order by ${order.join(', ')}`,
        valuesOf(chosen),
      );
      for (;;) {
        const batch = await sql.all<Row>(`fetch ${BATCH} from ${cursor}`);
        if (batch.length > 0) yield batch;
        if (batch.length < BATCH) break;
      }
      await sql.run(`close ${cursor}`);
    },
    async reserve(spans, how) {
      const firsts = new Map<string, number>();
      for (const [table, span] of spans) {
        if (span.first === 0) continue;
        const after = table === 'sweeps' && how !== 'as they are' ? how.after : 0;
        const own = how === 'as they are' ? span.first : null;
        // Nobody else lays any down meanwhile. A transaction for each: none waits and is waited for.
        firsts.set(
          table,
          await connections.inTransaction(async (short) => {
            await short.run(`lock table ${table} in exclusive mode`);
            return reserveIn(short, table, span, own, after);
          }),
        );
      }
      return firsts;
    },
    async insert(table, rows) {
      const columns = Object.entries(table.columns);
      const lists = columns.map(([name, kind]) => {
        return rows.map((row) => (kind === 'text' ? refuseNul(row[name], table) : row[name]));
      });
      const values = columns.map(([, kind], index) => `$${index + 1}::${typeOf(kind)}[]`);
      await sql.run(
        `insert into ${table.name} (${columns.map(([name]) => name).join(', ')})
         select * from unnest(${values.join(', ')})
         ${table.name === 'listings' ? 'on conflict do nothing' : ''}`,
        lists,
      );
    },
    async settle() {
      // Whoever reads next, here or later, is to know how much there is by now.
      await sql.run('analyze');
    },
    async give(sweeps, { team, owner }) {
      await sql.run(
        `insert into submissions
           (sweep_id, team, owner, priority, wanted, budget_seconds, made, submitted_at)
         select id, $2, $3, 1, case when state in ('finished', 'failed') then 'run' else 'pause' end, null,
                coalesce(${LATEST_MADE}, $4), ${NOW_MS}
         from sweeps where id = any($1)`,
        [sweeps, team, owner, JSON.stringify(UNKNOWN)],
      );
    },
  };
}

/** `MadeOf` of a sweep's latest trials. */
const LATEST_MADE = `(
  select json_build_object('change', change, 'fingerprint', json_build_object(
    'classNames', class_names::json, 'data', data, 'weights', weights))::text
  from trials join fingerprints f on f.id = fingerprint_id
  where sweep_id = sweeps.id order by change desc, trials.id desc limit 1)`;

/** Of a sweep that has not trained. */
const UNKNOWN: MadeOf = { change: 0, fingerprint: { classNames: [], data: null, weights: null } };

/** The first of as many ids as the span is wide: `own`, or the next behind `after` and all used. */
async function reserveIn(
  sql: Sql,
  table: string,
  { first, last }: Span,
  own: number | null,
  after: number,
): Promise<number> {
  const used = await sql.one<{ last: number | null }>(
    'select pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass) as last',
    [table, 'id'],
  );
  const behind = Math.max(used?.last ?? 0, after);
  const begin = own ?? behind + 1;
  const end = Math.max(behind, begin + last - first);
  await sql.run('select setval(pg_get_serial_sequence($1, $2), $3)', [table, 'id', end]);
  return begin;
}

/** Rows at a time. */
const BATCH = 2000;

function typeOf(kind: ColumnKind): string {
  if (kind === 'text') return 'text';
  if (kind === 'bytes') return 'bytea';
  return kind === 'real' ? 'double precision' : 'bigint';
}

function whereOf(table: CopiedTable, chosen: Chosen): string {
  if (chosen === null) return '';
  return `where ${table.of.replaceAll('CHOSEN', 'select unnest($1::bigint[])')}`;
}

function valuesOf(chosen: Chosen): readonly unknown[] {
  return chosen === null ? [] : [chosen];
}

/** @throws {StoreError} PostgreSQL has no room for that character. */
function refuseNul<Value>(value: Value, table: CopiedTable): Value {
  if (typeof value !== 'string' || !value.includes('\0')) return value;
  throw new StoreError(
    `a text of table ${table.name} holds the character U+0000, which PostgreSQL cannot keep: copy without its sweep (\`--sweep\` names the others)`,
  );
}
