import { useEffect, useState } from 'preact/hooks';
import type { MetricName } from '../../core/metric.js';
import type { Curve, CurvesDocument } from '../../results/documents/live/curves.js';
import { load } from './documents.js';
import { type Answer, follow } from './follow.js';
import { knownTrials } from './live/known.js';

/** Of more trials than this all curves are asked for together. */
const MOST_ASKED = 100;

/** The curves of all trials of a sweep; of those that went on only these are asked for again. */
export function useCurves(sweep: number, metric: MetricName | null): Answer<CurvesDocument> {
  const [answer, setAnswer] = useState<Answer<CurvesDocument>>({ data: null, problem: null });
  useEffect(() => {
    let known: ReadonlyMap<number, Curve> | null = null;
    setAnswer({ data: null, problem: null });
    const ask = async (signal: AbortSignal) => {
      const late = known && lateOf(sweep, known);
      const trials = late && late.length <= MOST_ASKED ? late : undefined;
      if (known && trials?.length === 0) return null;
      const asked = { sweep, metric, ...(trials && { trials }) };
      const { curves, ...rest } = await load('curves', asked, signal);
      const own = curves.map((curve) => [curve.trial, curve] as const);
      known = new Map(trials && known ? [...known, ...own] : own);
      return { ...rest, curves: [...known.values()] };
    };
    return follow(sweep, ask, (told) => {
      setAnswer((before) => ({ ...before, problem: null, ...whatIs(told) }));
    });
  }, [sweep, metric]);
  return answer;
}

/** Trials with another number of epochs than their curves have; null: their trials are not known. */
function lateOf(sweep: number, curves: ReadonlyMap<number, Curve>): readonly number[] | null {
  const trials = knownTrials(sweep).peek();
  if (trials === null) return null;
  return [...trials.values()]
    .filter(({ trial, epochs }) => (curves.get(trial)?.values.length ?? -1) !== epochs)
    .map(({ trial }) => trial);
}

function whatIs(told: { readonly data: CurvesDocument | null } | { readonly problem: string }) {
  return 'data' in told && told.data === null ? {} : told;
}
