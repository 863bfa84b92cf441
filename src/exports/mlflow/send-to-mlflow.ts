import { count } from '../../core/words/numbers.js';
import type { SweepState } from '../../store/port.js';
import type { ExportedTrial, SweepResults } from '../sweep/sweep-results.js';
import { type Batch, batches } from './batches.js';
import { type Rest, restAt } from './rest.js';
import { digestOf, type RunStatus, runContent, STATUSES, sweepKey, TAGS } from './run-content.js';
import { createRun, experimentNamed, type Run, runsWith } from './runs.js';

/**
 * Sends a sweep to an MLflow server: an experiment of its name, a run for the sweep, and one below it
 * for each trial. Runs are found again by their tags: sent twice, nothing is there twice, and only what
 * came since is added. Returns what a person is told. `pauses`: as `restAt` has them.
 *
 * @throws {ThawError}
 */
export async function sendToMlflow(
  results: SweepResults,
  address: string,
  env: Readonly<Record<string, string | undefined>>,
  pauses?: readonly number[],
): Promise<readonly string[]> {
  const rest = restAt(address, env, pauses);
  const { sweep } = results;
  const experiment = await experimentNamed(rest, sweep.name);
  const known = await runsWith(rest, experiment, { [TAGS.sweep]: sweepKey(results) });
  const byTrial = new Map(known.map((run) => [run.tags.get(TAGS.trial) ?? '', run]));
  const parent = byTrial.get(PARENT)?.id ?? (await createParent(rest, experiment, results));
  const counts = { made: 0, updated: 0, same: 0 };
  let ended = 0;
  await atOnce(results.trials(), MOST_AT_ONCE, async (trial) => {
    const run = byTrial.get(String(trial.row.trial));
    ended = Math.max(ended, trial.endedAt?.getTime() ?? 0);
    counts[await sendTrial(rest, { experiment, parent, run }, trial, results)] += 1;
  });
  await finish(rest, parent, results, ended);
  const told = [
    `${count(counts.made, 'run')} made`,
    ...(counts.updated > 0 ? [`${counts.updated} brought up to date`] : []),
    ...(counts.same > 0 ? [`${counts.same} were there already`] : []),
  ];
  return [`Experiment "${sweep.name}": ${told.join(', ')}.`];
}

/** Of the run of the sweep itself. */
const PARENT = 'none';

/** Requests that wait for an answer at a time. */
const MOST_AT_ONCE = 4;

interface Place {
  readonly experiment: string;
  readonly parent: string;
  /** The trial's run, if there is one. */
  readonly run: Run | undefined;
}

async function sendTrial(
  rest: Rest,
  { experiment, parent, run }: Place,
  trial: ExportedTrial,
  results: SweepResults,
): Promise<'made' | 'updated' | 'same'> {
  const { row, reports, endedAt, startedAt } = trial;
  const sent = Number(run?.tags.get(TAGS.epochs) ?? 0);
  // A trial that began anew has other epochs: its run gives way to a new one.
  const isOurs = sent === 0 || run?.tags.get(TAGS.digest) === digestOf(reports.slice(0, sent));
  const kept = isOurs && sent <= reports.length ? run : undefined;
  if (run && !kept) await supersede(rest, run);
  const state = kept?.tags.get(TAGS.state);
  if (kept && state === row.state && sent === reports.length) return 'same';
  const start = (startedAt ?? new Date(results.sweep.createdAt)).getTime();
  const id =
    kept?.id ??
    (await createRun(rest, experiment, {
      name: `trial-${row.trial}`,
      start,
      marks: { [TAGS.sweep]: sweepKey(results), [TAGS.trial]: String(row.trial) },
      tags: { 'mlflow.parentRunId': parent, 'mlflow.source.name': 'thaw' },
    }));
  // A run without its state was not sent whole: its params are sent again, which changes nothing.
  const after = state === undefined ? 0 : sent;
  await log(rest, id, runContent(trial, results, after));
  const ended = endedAt ? { end_time: endedAt.getTime() } : {};
  await rest.post('runs/update', { run_id: id, status: STATUSES[row.state], ...ended });
  return kept ? 'updated' : 'made';
}

async function supersede(rest: Rest, run: Run): Promise<void> {
  const tags = [
    { key: TAGS.sweep, value: `superseded ${run.tags.get(TAGS.sweep)}` },
    { key: 'thaw.superseded', value: 'true' },
  ];
  await rest.post('runs/log-batch', { run_id: run.id, metrics: [], params: [], tags });
}

async function createParent(
  rest: Rest,
  experiment: string,
  results: SweepResults,
): Promise<string> {
  const { sweep } = results;
  return createRun(rest, experiment, {
    name: sweep.name,
    start: Date.parse(sweep.createdAt),
    marks: { [TAGS.sweep]: sweepKey(results), [TAGS.trial]: PARENT },
    tags: { 'mlflow.source.name': 'thaw' },
  });
}

/** What is to be said of the sweep as a whole. */
async function finish(
  rest: Rest,
  parent: string,
  results: SweepResults,
  ended: number,
): Promise<void> {
  const { sweep, version } = results;
  const { metric, method, objectives } = sweep.spec;
  await log(rest, parent, {
    metrics: [],
    params: [
      { key: 'method', value: method.type },
      { key: 'metric', value: metric.name },
      { key: 'goal', value: metric.goal },
      { key: 'objectives', value: objectives.map(({ name }) => name).join(', ') },
    ],
    tags: [
      { key: TAGS.state, value: sweep.state },
      { key: 'thaw.version', value: version },
      { key: 'thaw.sweep_file', value: sweep.source.slice(0, 4999) },
    ],
  });
  const end = sweep.state === 'running' || ended === 0 ? {} : { end_time: ended };
  await rest.post('runs/update', { run_id: parent, status: SWEEP_STATUSES[sweep.state], ...end });
}

const SWEEP_STATUSES: Readonly<Record<SweepState, RunStatus>> = {
  running: 'RUNNING',
  interrupted: 'KILLED',
  finished: 'FINISHED',
  failed: 'FAILED',
};

async function log(rest: Rest, run: string, content: Batch): Promise<void> {
  for (const batch of batches(content))
    await rest.post('runs/log-batch', { run_id: run, ...batch });
}

/** Lets so many work at a time. The first error ends all, once those that work are through. */
async function atOnce<Item>(
  items: AsyncIterable<Item>,
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  let broken = false;
  const lane = async () => {
    while (!broken) {
      const next = await iterator.next();
      if (next.done) return;
      await work(next.value);
    }
  };
  const lanes = Array.from({ length: most }, async () => {
    try {
      await lane();
    } catch (error) {
      broken = true;
      throw error;
    }
  });
  const ended = await Promise.allSettled(lanes);
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}
