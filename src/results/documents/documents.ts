import type { AdviseDocument } from './insight/advise.js';
import type { CompareDocument } from './insight/compare.js';
import type { ImportanceDocument } from './insight/importance.js';
import type { ParetoDocument } from './insight/pareto.js';
import type { LeaderboardDocument } from './leaderboard.js';
import type { CurvesDocument } from './live/curves.js';
import type { SharingDocument } from './live/sharing.js';
import type { SweepDocument } from './live/sweep.js';
import type { TrialsDocument } from './live/trials.js';
import type { LookDocument } from './looking/look.js';
import type { TrialImagesDocument } from './looking/trial-images.js';
import type { TrialDocument } from './trial.js';

/** Every document charts and pages are made of. */
export interface Documents {
  readonly sweep: SweepDocument;
  readonly trials: TrialsDocument;
  readonly curves: CurvesDocument;
  readonly leaderboard: LeaderboardDocument;
  readonly importance: ImportanceDocument;
  readonly pareto: ParetoDocument;
  readonly sharing: SharingDocument;
  readonly advise: AdviseDocument;
  readonly trial: TrialDocument;
  readonly compare: CompareDocument;
  readonly look: LookDocument;
  /** What a trial makes of its images: takes a worker, as `look` does. */
  readonly images: TrialImagesDocument;
}

export type DocumentName = keyof Documents;
