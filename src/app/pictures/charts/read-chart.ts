import type { ChartDef, ChartOptions, Frame } from '../../../charts/chart.js';
import { charts } from '../../../charts/kinds/index.js';
import type { Scene } from '../../../charts/scene.js';
import { UsageError } from '../../../core/errors.js';
import { didYouMean } from '../../../core/words/nearest-name.js';
import type { Database } from '../../../results/database.js';
import type { Documents } from '../../../results/documents/documents.js';
import { findSweep } from '../../../results/find-sweep.js';
import { findTrial } from '../../../results/find-trial.js';
import { type Asked, readDocument } from '../../../results/live/read-documents.js';
import { checkNames } from './check-names.js';

export interface ChartRequest {
  readonly kind: string;
  /** As a person writes them: of a sweep its id or name, or none for the latest; ids of trials. */
  readonly names: readonly string[];
  readonly options: ChartOptions;
}

/** What reads documents of images, all of which they look at. */
export type Lookers = {
  readonly [Name in 'look' | 'images']: (asked: Asked) => Promise<Documents[Name]>;
};

/** A chart with what it is made of. */
export interface ReadChart {
  readonly chart: ChartDef;
  draw(frame: Frame): Scene;
}

/**
 * Reads what a chart is made of.
 *
 * @throws {UsageError} there is no such kind, no such sweep or trial, or an option names no axis.
 */
export async function readChart(
  database: Database,
  { kind, names, options }: ChartRequest,
  lookers: Lookers,
): Promise<ReadChart> {
  const chart = chartOf(kind);
  const asked = { ...(await askedOf(database, chart, names)), metric: options.metric };
  const documents: Partial<Documents> = {};
  for (const name of chart.needs) {
    Object.assign(documents, {
      [name]:
        name === 'look' || name === 'images'
          ? await lookers[name](asked)
          : await readDocument[name](database, asked),
    });
  }
  const scene = chart.draw(documents as Documents, options, chart.frame);
  checkNames(options, scene, { spec: asked.sweep.spec, kind });
  return { chart, draw: (frame) => chart.draw(documents as Documents, options, frame) };
}

/** @throws {UsageError} */
function chartOf(kind: string): ChartDef {
  const chart = charts.find((each) => each.kind === kind);
  if (chart) return chart;
  const kinds = charts.map((each) => each.kind);
  throw new UsageError([
    `There is no chart "${kind}"${didYouMean(kind, kinds) || '.'}`,
    `Kinds are ${kinds.join(', ')}; \`thaw plot --help\` says what each shows.`,
  ]);
}

async function askedOf(
  { store }: Database,
  { kind, of }: ChartDef,
  names: readonly string[],
): Promise<Asked> {
  if (of === 'sweep' || of === 'images') {
    const [name, ...more] = names;
    if (more.length > 0) {
      throw new UsageError(`\`thaw plot ${kind}\` takes one sweep; not ${names.join(' and ')}.`);
    }
    return { sweep: await findSweep(store, name) };
  }
  const wanted = of === 'trial' ? 1 : 2;
  if (names.length !== wanted) {
    const [trials, example] = wanted === 1 ? ['a trial', '12'] : ['two trials', '12 67'];
    const got = names.length === 0 ? 'none was named' : `not ${names.length}`;
    throw new UsageError(
      `\`thaw plot ${kind}\` is of ${trials}, such as \`thaw plot ${kind} ${example}\`; ${got}.`,
    );
  }
  const found = [];
  for (const name of names) found.push(await findTrial(store, name));
  const trials = found.map(({ trial }) => String(trial.id));
  return { sweep: found[0]!.sweep, trials };
}
