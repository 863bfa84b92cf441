import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { UsageError } from '../../core/errors.js';
import type { SweepResults } from '../sweep/sweep-results.js';
import { type PythonJson, pythonJson } from './python-json.js';
import { studySpace } from './study-space.js';
import { textOf, trialLine } from './trial-line.js';

/** optuna.storages.journal: what each line does. */
const OPERATION = { createStudy: 0, studyUserAttr: 2, studySystemAttr: 3, createTrial: 4 } as const;

/** Who wrote a line; Optuna's own have a UUID. */
const WORKER = 'thaw';

/**
 * Writes a study as a journal, a file that Optuna keeps a study in by itself
 * (`optuna.storages.JournalStorage`): a line of JSON for each operation, read from the first to the
 * last. Each trial is one, as `Study.add_trial` would have added it.
 *
 * @throws {UsageError} at `place` lies a study that Optuna has gone on with.
 */
export async function writeOptuna(
  results: SweepResults,
  output: string,
  place: string,
): Promise<void> {
  checkUntouched(place);
  const { sweep, version } = results;
  const { objectives, metric } = sweep.spec;
  const space = studySpace(results);
  const directions = objectives.map(({ goal }) => (goal === 'minimize' ? 1 : 2));
  const attributes: Readonly<Record<string, PythonJson>> = {
    thaw_sweep: sweep.id,
    thaw_version: version,
    thaw_metric: metric.name,
    thaw_space: Object.fromEntries(
      Array.from(space.distributions, ([name, each]) => [name, textOf(each)]),
    ),
    thaw_constants: space.constants,
    thaw_sweep_file: sweep.source,
  };
  const own = { study_id: 0 };
  const head = [
    line(OPERATION.createStudy, { study_name: sweep.name, directions }),
    line(OPERATION.studySystemAttr, {
      ...own,
      system_attr: { 'study:metric_names': objectives.map(({ name }) => name) },
    }),
    ...Object.entries(attributes).map(([key, value]) =>
      line(OPERATION.studyUserAttr, { ...own, user_attr: { [key]: value } }),
    ),
  ];
  const createdAt = new Date(sweep.createdAt);
  const file = await open(output, 'wx');
  try {
    await file.write(head.join(''));
    for await (const trial of results.trials()) {
      const whole = trialLine(trial, space, objectives, createdAt);
      await file.write(line(OPERATION.createTrial, { ...own, ...whole }));
    }
  } finally {
    await file.close();
  }
}

function line(operation: number, fields: Readonly<Record<string, PythonJson | undefined>>): string {
  return `${pythonJson({ op_code: operation, worker_id: WORKER, ...fields })}\n`;
}

/** What Optuna added since would be lost. */
function checkUntouched(place: string): void {
  if (!existsSync(place)) return;
  const lines = readFileSync(place, 'utf8').split('\n');
  const isOurs = (text: string) => text === '' || text.includes(`"worker_id":"${WORKER}"`);
  if (lines.every(isOurs)) return;
  throw new UsageError(
    `${place} holds what Thaw has not written, such as trials that Optuna has added: name another file with -o.`,
  );
}
