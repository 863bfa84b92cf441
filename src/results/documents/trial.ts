import type { Goal, MetricName } from '../../core/metric.js';
import type { MadeOf } from '../../core/prints/fingerprint.js';
import { ranOnText } from '../../core/provenance.js';
import type { Params } from '../../core/space.js';
import type { SerializedError } from '../../core/trial.js';
import type { TrialState } from '../../core/trial-state.js';
import type { AttemptRow } from '../../store/port.js';
import { bestReport, type ReportFields, reportFields } from '../report-fields.js';
import type { TrialView } from '../trial-view.js';
import { type RecipeDocument, recipeDocument } from './recipe.js';

/** `thaw show TRIAL --format json`. */
export interface TrialDocument {
  /** Id, unique over all sweeps. */
  readonly trial: number;
  /** Place in its sweep, from 1. */
  readonly number: number;
  /** Which run of its point, from 0; of those of a point, ids by number. */
  readonly replicate: number;
  readonly runs: readonly number[];
  /** Id. */
  readonly sweep: number;
  /** The sweep's. */
  readonly name: string;
  readonly state: TrialState;
  /** As sampled. */
  readonly params: Params;
  /** What it trains with, every default applied; null: its params make none. */
  readonly recipe: RecipeDocument | null;
  readonly metric: MetricName;
  readonly goal: Goal;
  readonly best: { readonly epoch: number; readonly value: number } | null;
  readonly reports: readonly ReportFields[];
  readonly attempts: readonly {
    readonly state: AttemptRow['state'];
    readonly started_at: string;
    readonly ended_at: string | null;
    /** False: it need not repeat to the bit (`exact: false` on a GPU). Null: not known. */
    readonly exact: boolean | null;
    readonly error: SerializedError | null;
  }[];
  readonly events: readonly {
    readonly at: string;
    readonly kind: string;
    readonly message: string;
  }[];
  readonly tests: readonly {
    readonly at: string;
    readonly images: number;
    readonly loss: number;
    readonly accuracy: number;
  }[];
  /** What it was made of beside its recipe; digests are SHA-256. Null: not known. */
  readonly made_of: {
    readonly change: number;
    readonly class_names: readonly string[];
    readonly data: string | null;
    readonly weights: string | null;
  } | null;
  /** Path of its trained tensors; null: not kept. */
  readonly checkpoint: string | null;
  /** Path of its whole network as `.safetensors`; null: not written. */
  readonly weights: string | null;
}

export function trialDocument(view: TrialView): TrialDocument {
  const { trial, sweep, attempts, events, tests } = view;
  const { metric } = sweep.spec;
  const best = bestReport(trial.reports, metric);
  return {
    trial: trial.id,
    number: trial.number + 1,
    replicate: trial.replicate,
    runs: view.runs,
    sweep: sweep.id,
    name: sweep.name,
    state: trial.state,
    params: trial.params,
    recipe: view.recipe && recipeDocument(view.recipe),
    metric: metric.name,
    goal: metric.goal,
    best: best ? { epoch: best.epoch, value: best.metrics[metric.name] } : null,
    reports: trial.reports.map(reportFields),
    attempts: attempts.map(({ state, startedAt, endedAt, provenance, error }) => {
      const exact = provenance && (provenance.exact ?? true);
      const ran_on = provenance ? ranOnText(provenance) : null;
      return { state, started_at: startedAt, ended_at: endedAt, ran_on, exact, error };
    }),
    events: events.map(({ at, kind, message }) => ({ at, kind, message })),
    tests: tests.map(({ at, images, loss, accuracy }) => ({ at, images, loss, accuracy })),
    made_of: view.made && madeOf(view.made),
    checkpoint: view.checkpoint,
    weights: view.weights,
  };
}

function madeOf({ change, fingerprint: { classNames, data, weights } }: MadeOf) {
  return { change, class_names: classNames, data, weights };
}
