import { useMemo } from 'preact/hooks';
import type { LeaderboardDocument } from '../../../results/documents/leaderboard.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';
import { compareChosen, toggleChosen } from '../../chosen.js';
import type { Answer } from '../../data/follow.js';
import { useCurves } from '../../data/use-curves.js';
import { FilterBar } from '../../filter/filter-bar.js';
import { filterProblem } from '../../filter/filter-problems.js';
import { keptTrials } from '../../filter/kept-trials.js';
import { Empty, isAwaited, Problem } from '../../parts/notices.js';
import { sortRows } from '../../parts/table/column.js';
import { Table } from '../../parts/table/table.js';
import { Choice, Toolbar } from '../../parts/toolbar.js';
import { change, state } from '../../router.js';
import { boardColumns, varying } from './board-columns.js';
import { type BoardRow, boardRows } from './board-rows.js';
import { grouped } from './grouped.js';

/** The leaderboard: recipes in order, to sort, filter, group and select. */
export function Board({
  sweep,
  trials,
  board,
}: {
  readonly sweep: SweepDocument;
  readonly trials: ReadonlyMap<number, TrialEntry>;
  readonly board: Answer<LeaderboardDocument>;
}) {
  const { sort, group, filter, states, brush, chosen } = state.value;
  const curves = useCurves(sweep.sweep, sweep.metric);
  const byTrial = useMemo(
    () => new Map(curves.data?.curves.map((curve) => [curve.trial, curve])),
    [curves.data],
  );
  const all = useMemo(
    () => boardRows(trials, board.data, sweep.goal),
    [trials, board.data, sweep.goal],
  );
  const rows = useMemo(() => {
    const kept = keptTrials([...trials.values()], { filter, states, brush }, sweep.metric);
    const ids = new Set(kept.map(({ trial }) => trial));
    return all.filter((row) => row.trials.some(({ trial }) => ids.has(trial)));
  }, [all, trials, filter, states, brush, sweep.metric]);
  const problem = useMemo(
    () => filterProblem(filter, sweep.metric, [...trials.values()]),
    [trials, filter, sweep.metric],
  );
  const columns = useMemo(
    () => boardColumns({ sweep, rows: all, curves: byTrial, chosen }),
    [sweep, all, byTrial, chosen],
  );
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  const shown = useMemo(() => grouped(sorted, group, sweep), [sorted, group, sweep]);
  if (all.length === 0) return <Empty>This sweep has no trials yet.</Empty>;

  return (
    <section aria-label="Leaderboard">
      <FilterBar
        shown={rows.length}
        all={all.length}
        of={trials.size === all.length ? 'trials' : 'recipes'}
        problem={problem}
      />
      <Toolbar label="Leaderboard">
        <Choice
          label="group by"
          value={group ?? ''}
          options={[
            { value: '', text: 'nothing' },
            ...varying(sweep).map(({ name }) => ({ value: name, text: name })),
          ]}
          onChoose={(name) => change({ group: name === '' ? null : name })}
        />
        <button type="button" disabled={chosen.length < 2} onClick={compareChosen}>
          compare{chosen.length > 0 ? ` ${chosen.length} selected` : ''}
        </button>
        {chosen.length > 0 && (
          <button type="button" onClick={() => change({ chosen: [] })}>
            select none
          </button>
        )}
        {(isAwaited(board) || isAwaited(curves)) && <span class="waiting">Reading…</span>}
      </Toolbar>
      {board.problem !== null && <Problem text={board.problem} />}
      {shown.length === 0 ? (
        <Empty>No trial fits the filter.</Empty>
      ) : (
        <Table
          main
          label={`Leaderboard of ${sweep.name}`}
          columns={columns}
          rows={shown}
          keyOf={({ trial }) => trial.trial}
          sort={sort}
          onSort={(next) => change({ sort: next })}
          rowClass={sort === null && group === null ? bracket(sorted) : plainRow}
          hrefOf={(trial) => `/t/${trial}`}
          onSelect={(trial) => toggleChosen(Number(trial))}
        />
      )}
    </section>
  );
}

/** Those that cannot be told from the best are held together at their side. */
function bracket(rows: readonly BoardRow[]): (row: BoardRow) => string {
  const tied = rows.filter((row) => row.tied);
  const [first, last] = [tied[0], tied.at(-1)];
  return (row) => {
    if (!row.tied || tied.length < 2) return plainRow(row);
    const end = row === first ? ' tied-first' : row === last ? ' tied-last' : '';
    return `tied${end} ${plainRow(row)}`;
  };
}

function plainRow({ trial: { state: own } }: BoardRow): string {
  return `is-${own}`;
}
