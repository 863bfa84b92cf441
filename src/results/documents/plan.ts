import type { Contents } from '../../core/data/contents.js';
import type { Issue } from '../../core/errors.js';
import type { Goal, MetricName } from '../../core/metric.js';
import type { Params } from '../../core/space.js';
import type { SweepSpec } from '../../core/sweep.js';
import type { Estimate } from '../../plan/estimate-sweep.js';
import type { Needs } from '../../plan/needs.js';
import type { PlannedSchedule } from '../../plan/planned-schedules.js';
import { type ImagesDocument, imagesDocument } from './images.js';
import { type SnakeKeys, snakeKeys } from './snake-keys.js';
import { type IssueEntry, issueEntry } from './validate.js';

/** What a sweep file would run. */
export interface Plan {
  readonly spec: SweepSpec;
  /** Of the source of images; null: unknown yet. */
  readonly contents: Contents | null;
  /** Trials of the whole sweep. */
  readonly total: number;
  /** All of them; of a large sweep the first, which the estimate is made from. `number` counts from 1: in an empty database, the trial's id. */
  readonly trials: readonly PlannedTrial[];
  /** Trials that repeat the best points, once all of these have ended. */
  readonly again: number;
  /** Points that are equal to others and are not trained again, of so many that were asked for. */
  readonly equal: { readonly equal: number; readonly asked: number };
  readonly schedules: readonly PlannedSchedule[];
  /** What `auto` would try first. */
  readonly backend: string;
  readonly estimate: Estimate;
  readonly room: PlannedRoom;
}

interface PlannedTrial {
  readonly number: number;
  readonly params: Params;
  /** Which run of its point, from 0. */
  readonly replicate: number;
}

/** What the sweep takes of the machine, and what is free, in bytes. */
export interface PlannedRoom {
  readonly needs: Needs;
  /** Where the database is to lie; null: not known. */
  readonly freeDisk: number | null;
  readonly freeMemory: number;
  readonly workers: number;
}

/** `thaw plan FILE --format json`. */
export interface PlanDocument {
  /** Name. */
  readonly sweep: string;
  /** All of them, or the first of a large sweep, which the estimate is made from. `trial`: its number in the sweep, from 1; ids come with `run`. */
  readonly trials: readonly {
    readonly trial: number;
    readonly params: Params;
    /** Which run of its point, from 0. */
    readonly replicate: number;
  }[];
  /** Trials that repeat the best points, once all others have ended. */
  readonly repeats_of_best: number;
  /** Points that give the same recipe as others, and are not trained again. */
  readonly equal_points: number;
  /** The sampler's type. */
  readonly method: string;
  readonly metric: MetricName;
  readonly goal: Goal;
  /** Null: not known before they are fetched. */
  readonly images: ImagesDocument | null;
  /** Learning-rate curves, one rate per epoch, and how many trials follow each. */
  readonly schedules: SnakeKeys<readonly PlannedSchedule[]>;
  readonly backend: string;
  /** Each cohort's trials by their numbers; `branches`: the trainings each epoch needs. */
  readonly estimate: SnakeKeys<Estimate>;
  /** Bytes. `trial`, `cohort`: of a worker that trains the largest. */
  readonly needs: SnakeKeys<Needs>;
  readonly free: { readonly disk: number | null; readonly memory: number };
  /** Trials of the whole sweep. */
  readonly total: number;
  /** What is to be said of the file: what was read as what, and what is likely not meant. */
  readonly warnings: readonly IssueEntry[];
}

export function planDocument(plan: Plan, warnings: readonly Issue[] = []): PlanDocument {
  const { spec, total, trials, schedules, backend, estimate, room } = plan;
  const cohorts = estimate.cohorts.map((cohort) => {
    return { ...cohort, trials: cohort.trials.map((place) => trials[place]!.number) };
  });
  return {
    sweep: spec.name,
    trials: trials.map(({ number, params, replicate }) => ({ trial: number, params, replicate })),
    repeats_of_best: plan.again,
    equal_points: plan.equal.equal,
    method: spec.method.type,
    metric: spec.metric.name,
    goal: spec.metric.goal,
    images: imagesDocument(plan),
    schedules: snakeKeys(schedules),
    backend,
    estimate: snakeKeys({ ...estimate, cohorts }),
    needs: snakeKeys(room.needs),
    free: { disk: room.freeDisk, memory: room.freeMemory },
    total,
    warnings: warnings.map(issueEntry),
  };
}
