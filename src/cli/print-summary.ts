import { relative } from 'node:path';
import type { CohortWork } from '../core/cohort-work.js';
import type { LeaderboardRow } from '../store/port.js';
import { commandLine } from './command-line.js';
import type { CliContext } from './context.js';
import { createStyle } from './render/style.js';
import { count, duration, grouped } from './render/units.js';
import type { SweepToTrain } from './sweep-to-train.js';

export interface Summary extends SweepToTrain {
  readonly rows: readonly LeaderboardRow[];
  /** Weights written, best first. */
  readonly files: readonly string[];
  readonly trainingSeconds: number;
  readonly work: CohortWork;
}

/** After a run: what took how long, where everything lies, what to do next. */
export function printSummary(context: CliContext, summary: Summary): void {
  const { workers, ready, rows, files, db, dbFlag, trainingSeconds, work } = summary;
  const { bold } = createStyle(context.err.colors);
  const { info, pool } = workers;
  const near = (file: string) => {
    const path = relative(context.cwd, file);
    return path.startsWith('..') ? file : path;
  };
  const best = rows.find(({ rank }) => rank === 1)?.trial;
  const next = [
    ...(best === undefined ? [] : [[`show ${best}`, 'its recipe and learning curve']]),
    ...(files.length === 0
      ? []
      : [
          [`test ${best}`, 'its accuracy on the test split'],
          [`predict ${best} IMAGE`, 'classify images with it'],
        ]),
  ];
  const lines = [
    `Times: download ${duration(ready.seconds.download)}, images ${duration(ready.seconds.images)}, training ${duration(trainingSeconds)}`,
    `Backend: ${info.backend} (${info.device}), ${count(pool.threads, 'worker')}`,
    ...(summary.sharing ? [savedLine(work)] : []),
    `Results: ${near(db)}`,
    ...files.map((file, f) => `${f === 0 ? 'Weights: ' : '         '}${near(file)}`),
    ...(next.length > 0 ? [bold('Next')] : []),
    ...next.map(([command, what]) => `  ${commandLine(context, command!, dbFlag)}  ${what}`),
  ];
  context.err.write(`\n${lines.join('\n')}\n`);
}

/** Image passes done, beside those of training each trial alone. */
function savedLine({ trunk, trunkAlone, trained, trainedAlone }: CohortWork): string {
  const of = (done: number, alone: number) => `${grouped(done)} of ${grouped(alone)}`;
  return `Sharing: ${of(trunk, trunkAlone)} image passes through frozen layers, ${of(trained, trainedAlone)} through trained ones`;
}
