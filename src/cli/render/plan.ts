import { equalPoints } from '../../core/words/equal-points.js';
import { numberRanges } from '../../core/words/number-ranges.js';
import { count, grouped } from '../../core/words/numbers.js';
import type { PlannedSchedule } from '../../plan/planned-schedules.js';
import { classCountsOf } from '../../results/documents/images.js';
import type { Plan } from '../../results/documents/plan.js';
import { paramValue, shortNumber } from '../../results/param-value.js';
import { paramColumns, shortName } from '../text/param-columns.js';
import { roomDetails } from '../text/room.js';
import { sparkline } from '../text/sparkline.js';
import type { Style } from '../text/style.js';
import { naturalWidth, renderTable } from '../text/table.js';
import { wrap } from '../text/text.js';
import { duration } from '../text/units.js';
import { renderImages } from './images.js';

/** Most trials and curves that are listed; JSON and CSV have all. */
const TRIALS = 30;
const CURVES = 12;
const COHORTS = 12;

export function renderPlan(plan: Plan, width: number, style: Style): string {
  const { spec, total, trials, again, equal, backend, estimate } = plan;
  const basis = BASES[estimate.basis];
  const head = [
    `${style.bold(spec.name)}: ${count(total, 'trial')} by ${spec.method.type}, ranked by ${spec.metric.name} (${spec.metric.goal})`,
    `${grouped(spec.data.train)} images of ${spec.data.source} to train, ${grouped(spec.data.val)} to validate`,
    ...wrap(
      `About ${duration(Math.ceil(estimate.seconds))} of training on ${backend} with ${count(estimate.workers, 'worker')}; ${duration(Math.ceil(estimate.aloneSeconds))} with --no-sharing`,
      width,
    ),
    `  (${basis})`,
    ...[repeatsText(plan), equal.equal > 0 ? equalPoints(equal) : '']
      .filter((line) => line !== '')
      .flatMap((line) => wrap(line, width)),
    ...(trials.length + again < total
      ? [`Planned are the first ${grouped(trials.length)} trials; the times are theirs, scaled up`]
      : []),
    ...wrap(roomDetails(plan.room), width),
  ];
  const classes = classCountsOf(plan);
  const images = classes ? `${renderImages({ classes }, width, style)}\n` : '';
  const tables = [trialTable, cohortTable, scheduleTable].map((table) => table(plan, width, style));
  return `${head.join('\n')}\n\n${images}${tables.join('\n')}`;
}

const BASES: Readonly<Record<Plan['estimate']['basis'], string>> = {
  measured: 'from trials in the database',
  probed: 'roughly, from the forward pass that `thaw backends` timed here',
  assumed: 'roughly, from the speed of another machine; `thaw backends` measures this one',
};

function repeatsText({ spec: { repeats }, again }: Plan): string {
  const { n, top } = repeats;
  if (n === 1) return '';
  if (top === null) return `Each point is trained ${n} times, with draws of its own each time`;
  return `${count(again, 'trial')} of these repeat the best ${count(top, 'point')} until each has ${n} runs, once all others have ended`;
}

function trialTable({ trials, again, total }: Plan, width: number, { bold, dim }: Style): string {
  const { varying, constant } = paramColumns(trials.map(({ params }) => params));
  const shown = trials.slice(0, TRIALS);
  const number = { title: 'trial', align: 'right' } as const;
  const apart = [number, ...varying.map((name) => ({ title: shortName(name) }))];
  const spread = shown.map((trial) => [
    String(trial.number),
    ...varying.map((name) => paramValue(trial.params[name])),
  ]);
  const joined = shown.map((trial) => [
    String(trial.number),
    varying.map((name) => `${shortName(name)}=${paramValue(trial.params[name])}`).join(' '),
  ]);
  const table =
    naturalWidth(apart, spread) <= width
      ? renderTable(apart, spread, width, bold)
      : renderTable([number, { title: 'params', wrap: true }], joined, width, bold);
  const notes = [
    ...(trials.length > shown.length
      ? [
          `${grouped(trials.length - shown.length)} more; --format json lists them${total === trials.length + again ? ' all' : ''}.`,
        ]
      : []),
    ...(constant.length > 0
      ? wrap(
          `All with ${constant.map(([name, value]) => `${name} ${paramValue(value)}`).join(', ')}.`,
          width,
        )
      : []),
  ];
  return `${table}${notes.map((note) => `${dim(note)}\n`).join('')}`;
}

/** Trials that share their frozen layers, and how many of them train as one. */
function cohortTable({ estimate, trials }: Plan, width: number, { bold, dim }: Style): string {
  const shown = estimate.cohorts.slice(0, COHORTS);
  const table = renderTable(
    [
      { title: 'cohort', align: 'right' },
      { title: 'trials', align: 'right' },
      { title: 'trained, by epoch', wrap: true },
      { title: 'time', align: 'right' },
      { title: 'which', wrap: true },
    ],
    shown.map((cohort, c) => [
      String(c + 1),
      String(cohort.trials.length),
      cohort.branches.length > 8
        ? `${cohort.branches.slice(0, 6).join(' ')} ... ${cohort.branches.at(-1)}`
        : cohort.branches.join(' '),
      duration(Math.ceil(cohort.seconds)),
      numberRanges(cohort.trials.map((place) => trials[place]!.number)),
    ]),
    width,
    bold,
  );
  const more = estimate.cohorts.length - shown.length;
  const note = more > 0 ? `${grouped(more)} more cohorts; --format json lists them all.\n` : '';
  return `${table}${dim(note)}`;
}

function scheduleTable({ schedules }: Plan, width: number, { bold, dim }: Style): string {
  const shown = schedules.slice(0, CURVES);
  const table = renderTable(
    [
      { title: 'scheduler' },
      { title: 'curve' },
      { title: 'rate per epoch', wrap: true },
      { title: 'trials', align: 'right' },
    ],
    shown.map((schedule) => [
      nameOf(schedule),
      sparkline(schedule.rates.slice(0, 16)),
      rates(schedule.rates),
      String(schedule.trials),
    ]),
    width,
    bold,
  );
  const more = schedules.length - shown.length;
  return `${table}${more > 0 ? dim(`${grouped(more)} more curves; --format json lists them all.\n`) : ''}`;
}

function nameOf({ scheduler }: PlannedSchedule): string {
  return typeof scheduler === 'object' && scheduler !== null && 'type' in scheduler
    ? String(scheduler.type)
    : paramValue(scheduler);
}

/** The first, some between and the last: enough to see where it bends. */
function rates(all: readonly number[]): string {
  if (all.length <= 8) return all.map((rate) => shortNumber(rate)).join(' ');
  return [
    ...all.slice(0, 6).map((rate) => shortNumber(rate)),
    '...',
    shortNumber(all.at(-1)!),
  ].join(' ');
}
