import { durationText } from '../../core/words/duration-text.js';
import { count } from '../../core/words/numbers.js';
import type { LeaderboardEntry } from '../../results/documents/leaderboard.js';
import { judgmentNotes } from '../../results/statistics/board-notes.js';
import type { Markup } from '../markup/markup.js';
import { type Cell, type Column, table } from '../markup/table.js';
import type { ReportParts } from '../report-parts.js';
import { paragraphs, section } from './section.js';
import { metricText, shortParam } from './values.js';

/** More rows than this nobody reads; the exports have all. */
const MOST_ROWS = 1000;

/** Recipes by what they came to, those that cannot be told from the best together. */
export function leaderboardSection({ leaderboard, sweep }: ReportParts): Markup {
  const { metric, rows, objectives } = leaderboard;
  const others = objectives.slice(1).map(({ name }) => name);
  const varied = sweep.parameters.filter(({ varies }) => varies).map(({ name }) => name);
  const columns: readonly Column[] = [
    { title: 'rank', isNumber: true, hint: 'All that cannot be told from the best have rank 1' },
    { title: 'trial', isNumber: true },
    { title: 'state' },
    { title: metric, isNumber: true },
    { title: '95 % interval', isNumber: true },
    { title: 'runs', isNumber: true, hint: 'Finished trials of the recipe' },
    { title: 'epochs', isNumber: true },
    { title: 'time', isNumber: true },
    ...others.map((title) => ({ title, isNumber: true })),
    ...varied.map((title) => ({ title })),
  ];
  const toCells = (row: LeaderboardEntry): readonly Cell[] => [
    { text: rankText(row), by: row.rank },
    { text: String(row.trial), by: row.trial },
    { text: row.state },
    { text: metricText(metric, row.value), by: row.value },
    { text: intervalText(row, leaderboard.metric), by: row.interval?.low ?? null },
    { text: String(row.n), by: row.n },
    { text: String(row.epochs), by: row.epochs },
    { text: durationText(row.seconds), by: row.seconds },
    ...others.map((name) => {
      const value = row.values[name] ?? null;
      return { text: metricText(name, value), by: value };
    }),
    ...varied.map((name) => {
      const value = row.params[name];
      return { text: shortParam(value), ...(typeof value === 'number' ? { by: value } : {}) };
    }),
  ];
  const shown = rows.slice(0, MOST_ROWS);
  const more = rows.length - shown.length;
  const caption = `${count(rows.length, 'recipe')} by ${metric}${more > 0 ? `, the first ${MOST_ROWS}` : ''}`;
  return section(
    'leaderboard',
    'Leaderboard',
    rows.length === 0
      ? paragraphs(['No trial has told anything yet.'])
      : table(caption, columns, shown.map(toCells)),
    paragraphs([...judgmentNotes(leaderboard), ...intervalNote(leaderboard)]),
  );
}

function intervalNote({ rows }: ReportParts['leaderboard']): readonly string[] {
  if (rows.every(({ interval }) => interval === null)) return [];
  return ['In 95 of 100 such cases the interval holds what the recipe does on new images.'];
}

function rankText({ rank, tied }: LeaderboardEntry): string {
  if (rank === null) return '-';
  return tied ? `${rank} (tied)` : String(rank);
}

function intervalText(
  { interval }: LeaderboardEntry,
  metric: ReportParts['leaderboard']['metric'],
): string {
  if (!interval) return '-';
  return `${metricText(metric, interval.low)} to ${metricText(metric, interval.high)}`;
}
