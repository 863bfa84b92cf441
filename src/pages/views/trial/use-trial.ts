import { bestFirst } from '../../../charts/parts/trials-shown.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';
import type { TrialDocument } from '../../../results/documents/trial.js';
import type { Answer } from '../../data/follow.js';
import { useDocument } from '../../data/use-document.js';
import { useTrials } from '../../data/use-trials.js';

/** A trial, kept up to date once it has said which sweep it is of. */
export function useTrial(id: number): Answer<TrialDocument> {
  const first = useDocument('trial', { trial: id });
  const sweep = first.data?.sweep;
  const live = useDocument(sweep === undefined ? null : 'trial', {
    trial: id,
    ...(sweep !== undefined && { sweep }),
  });
  return live.data ? live : first;
}

/** What stands around a trial in its sweep. */
export interface Around {
  readonly trials: readonly TrialEntry[];
  /** The best of its sweep; null: nothing has finished, or it is not read yet. */
  readonly best: TrialDocument | null;
}

export function useAround({ sweep, goal }: TrialDocument): Around {
  const all = useTrials(sweep);
  const trials = all.data ? [...all.data.values()] : [];
  const best = bestFirst(trials, goal)[0]?.trial;
  const answer = useDocument(best === undefined ? null : 'trial', {
    sweep,
    ...(best !== undefined && { trial: best }),
  });
  return { trials, best: answer.data };
}
