import { count } from '../../core/words/numbers.js';
import { paramValue } from '../../results/param-value.js';
import type { Board, BoardRow } from '../../results/statistics/board.js';
import { boardNotes } from '../../results/statistics/board-notes.js';
import type { LeaderboardQuery } from '../../store/port.js';
import { choiceLegend } from '../text/choice-legend.js';
import { metricValue } from '../text/metric-value.js';
import { type ParamColumns, paramColumns, shortName } from '../text/param-columns.js';
import type { Style } from '../text/style.js';
import { type Column, naturalWidth, renderTable } from '../text/table.js';
import { wrap } from '../text/text.js';
import { shortDuration } from '../text/units.js';
import {
  type ObjectiveColumns,
  objectiveColumns,
  objectiveNotes,
} from './insight/objective-columns.js';

/** The first rows of a leaderboard, and what is known of all that the query finds. */
export interface ShownLeaderboard extends Board {
  readonly found: number;
  /** What varies is judged over all rows, shown or not. */
  readonly params: ParamColumns;
}

export function shownOf(board: Board, top: number): ShownLeaderboard {
  const { rows } = board;
  const params = paramColumns(rows.map((row) => row.params));
  return { ...board, rows: rows.slice(0, top), found: rows.length, params };
}

/** The leaderboard as a person reads it: what it ranks by, the rows, what all trials share. */
export function renderLeaderboard(board: ShownLeaderboard, width: number, style: Style): string {
  const { sweep, query, rows, found, params } = board;
  const head = [style.bold(`Sweep ${sweep.id}: ${sweep.name}`), ...ruleLines(board)].join('\n');
  if (rows.length === 0) return `${head}\n\n${noRows(query)}\n`;
  const sameEpochs = rows.every(({ epochs }) => epochs === rows[0]?.epochs)
    ? (rows[0]?.epochs ?? null)
    : null;
  const shared = [
    ...(sameEpochs === null ? [] : [count(sameEpochs, 'epoch')]),
    ...params.constant.map(([name, value]) => `${name} ${paramValue(value)}`),
  ];
  const changes = [...new Set(rows.map(({ change }) => change))];
  const tables = changes.map((change) => {
    const own = rows.filter((row) => row.change === change);
    const aside = objectiveColumns(board);
    const ranked = rankTable(own, query, params.varying, { sameEpochs, aside }, width, style);
    const title = change === 0 ? '' : `${apartTitle(change, sweep.id, width)}\n`;
    return { text: `${title}${ranked.table}`, meanings: ranked.meanings };
  });
  const meanings = [...new Set(tables.flatMap((table) => table.meanings))];
  const foot = [
    ...[...boardNotes({ ...board, metric: board.query.metric }), ...objectiveNotes(board)].flatMap(
      (note) => wrap(note, width),
    ),
    ...(rows.length < found
      ? [
          `${rows.length} of ${count(found, board.rows.some(({ n }) => n > 1) ? 'recipe' : 'trial')}; --top ${found} shows all.`,
        ]
      : []),
    ...(shared.length > 0 ? wrap(`All with ${shared.join(', ')}.`, width) : []),
    ...(meanings.length > 0 ? wrap(`In full: ${meanings.join(', ')}.`, width) : []),
  ];
  return `${head}\n\n${tables.map(({ text }) => text).join('\n')}${foot.length > 0 ? `\n${style.dim(foot.join('\n'))}\n` : ''}`;
}

/** Over trials that are made of other images or weights than those that are ranked. */
function apartTitle(change: number, sweep: number, width: number): string {
  const which = change === 1 ? 'a change' : `change ${change}`;
  const what = `Not ranked: trained after ${which} of images or weights that \`thaw resume ${sweep}\` was told to accept.`;
  return wrap(what, width).join('\n');
}

function ruleLines({ sweep, query }: Board): readonly string[] {
  const better = query.goal === 'maximize' ? 'higher is better' : 'lower is better';
  const by = query.by ? ` by ${query.by.name}` : '';
  const rule = `${query.rule} (a trial's ${query.rule} epoch${by})`;
  const states = Object.entries(sweep.counts)
    .filter(([, n]) => n > 0)
    .map(([state, n]) => `${n} ${state}`);
  return [
    `Ranked by ${query.metric}, ${better}; rule: ${rule}`,
    `Trials: ${states.join(', ') || 'none yet'}; epochs count from 0`,
  ];
}

function noRows({ states, where }: LeaderboardQuery): string {
  const filtered = states !== undefined || Object.keys(where ?? {}).length > 0;
  return filtered ? 'No trial matches these filters.' : 'No trial has reported an epoch yet.';
}

interface RankTable {
  readonly table: string;
  /** What names in it stand for. */
  readonly meanings: readonly string[];
}

function rankTable(
  rows: readonly BoardRow[],
  query: LeaderboardQuery,
  names: readonly string[],
  { sameEpochs, aside }: { readonly sameEpochs: number | null; readonly aside: ObjectiveColumns },
  width: number,
  { bold }: Style,
): RankTable {
  // Where trials differ in how many epochs they are to have, these are those that they had.
  const reported = names.includes('epochs') ? 'done' : 'epochs';
  const hasIntervals = rows.some(({ interval }) => interval !== null);
  const isRepeated = rows.some(({ n }) => n > 1);
  const columns: readonly Column[] = [
    { title: 'rank', align: 'right' },
    { title: 'trial', align: 'right' },
    { title: query.metric.replace('accuracy', 'acc'), align: 'right' },
    ...(hasIntervals ? [{ title: '±', align: 'right' } as const] : []),
    ...(isRepeated ? [{ title: 'n', align: 'right' } as const] : []),
    ...aside.columns,
    { title: 'epoch', align: 'right' },
    ...(sameEpochs === null ? [{ title: reported, align: 'right' } as const] : []),
    { title: 'time', align: 'right' },
  ];
  const cells = rows.map((row) => [
    row.rank === null ? unrankedText(row) : String(row.rank),
    String(row.trial),
    metricValue(query.metric, row.value),
    ...(hasIntervals ? [halfWidth(row)] : []),
    ...(isRepeated ? [row.n === 0 ? '-' : String(row.n)] : []),
    ...aside.cells(row),
    row.epoch === null ? '-' : String(row.epoch),
    ...(sameEpochs === null ? [String(row.epochs)] : []),
    shortDuration(row.seconds),
  ]);

  const apart = names.map((name) => column(name, rows));
  const spread = cells.map((cell, r) => [
    ...cell,
    ...names.map((name) => paramValue(rows[r]?.params[name])),
  ]);
  if (naturalWidth([...columns, ...apart], spread) <= width) {
    return { table: renderTable([...columns, ...apart], spread, width, bold), meanings: [] };
  }
  const { short, meanings } = choiceLegend(
    rows.map(({ params }) => params),
    names,
  );
  const brief = cells.map((cell, r) => [
    ...cell,
    ...names.map((name) => short(name, rows[r]?.params[name])),
  ]);
  if (meanings.length > 0 && naturalWidth([...columns, ...apart], brief) <= width) {
    return { table: renderTable([...columns, ...apart], brief, width, bold), meanings };
  }
  // Too many for columns of their own: under each row, broken over lines, nothing cut off.
  const [head, ...lines] = renderTable(columns, cells, width, bold).trimEnd().split('\n');
  const under = rows.map(({ params }) =>
    names.map((name) => `${shortName(name)}=${paramValue(params[name])}`).join('  '),
  );
  const both = lines.flatMap((line, r) => [
    line,
    ...wrap(under[r]!, width - INDENT).map((text) => `${' '.repeat(INDENT)}${text}`),
  ]);
  return { table: `${[head, ...both].join('\n')}\n`, meanings: [] };
}

function unrankedText({ state, feasible }: BoardRow): string {
  return feasible || state !== 'finished' ? state : 'outside';
}

/** Where params begin that stand under their row: beneath the column "trial". */
const INDENT = 6;

function halfWidth({ interval }: BoardRow): string {
  return interval ? ((interval.high - interval.low) / 2).toFixed(4) : '-';
}

function column(name: string, rows: readonly BoardRow[]): Column {
  const numbers = rows.every(({ params }) => typeof params[name] === 'number');
  return { title: shortName(name), align: numbers ? 'right' : 'left' };
}
