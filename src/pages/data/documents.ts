import type { MetricName, Rule } from '../../core/metric.js';
import type { Documents } from '../../results/documents/documents.js';
import type { SweepsDocument } from '../../results/documents/sweeps.js';
import { get, lastKnown } from './get.js';
import { askAgain } from './live/known.js';

/** What the server gives, by name. */
export interface Loadable extends Documents {
  readonly sweeps: SweepsDocument;
}

export interface Asked {
  /** Ids. */
  readonly sweep?: number;
  readonly trial?: number;
  readonly trials?: readonly number[];
  readonly metric?: MetricName | null;
  readonly rule?: Rule;
}

/** Where each lies, as `server/api.ts` says. */
const addresses: { readonly [Name in keyof Loadable]: (asked: Asked) => string } = {
  sweeps: () => '/api/sweeps',
  sweep: ({ sweep }) => `/api/sweeps/${sweep}`,
  trials: (asked) => ofSweep('trials', asked),
  curves: (asked) => ofSweep('curves', asked),
  leaderboard: (asked) => ofSweep('leaderboard', asked),
  importance: (asked) => ofSweep('importance', asked),
  pareto: (asked) => ofSweep('pareto', asked),
  sharing: (asked) => ofSweep('sharing', asked),
  advise: (asked) => ofSweep('advise', asked),
  look: (asked) => ofSweep('look', asked),
  trial: ({ trial }) => `/api/trials/${trial}`,
  images: ({ trial }) => `/api/trials/${trial}/images`,
  compare: ({ trials = [] }) => `/api/compare?trials=${trials.join(',')}`,
};

export function addressOf(name: keyof Loadable, asked: Asked): string {
  return addresses[name](asked);
}

/** @throws as `get` does. */
export async function load<Name extends keyof Loadable>(
  name: Name,
  asked: Asked,
  signal?: AbortSignal,
): Promise<Loadable[Name]> {
  // The server is of this very build: what it answers is what its types say.
  const onLate = (ms: number) => asked.sweep !== undefined && askAgain(asked.sweep, ms);
  return (await get(addressOf(name, asked), {}, signal, onLate)) as Loadable[Name];
}

/** What it was when it was last asked for: to show until it has been asked for anew. */
export function lastDocument<Name extends keyof Loadable>(
  name: Name,
  asked: Asked,
): Loadable[Name] | null {
  return (lastKnown(addressOf(name, asked)) ?? null) as Loadable[Name] | null;
}

function ofSweep(name: string, { sweep, trials, metric, rule }: Asked): string {
  const query = [
    ...(metric ? [`metric=${metric}`] : []),
    ...(rule ? [`rule=${rule}`] : []),
    ...(trials ? [`trials=${trials.join(',')}`] : []),
  ];
  return `/api/sweeps/${sweep}/${name}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}
