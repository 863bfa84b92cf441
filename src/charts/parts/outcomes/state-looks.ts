import type { TrialState } from '../../../core/trial-state.js';
import type { Color } from '../../scene.js';

/** What states look like: in color, and filled only where a trial came to its end. */
export const stateLooks: Readonly<
  Record<TrialState, { readonly color: Color; readonly hollow?: true }>
> = {
  finished: { color: 'good' },
  running: { color: 'accent' },
  stopped: { color: 'series-1', hollow: true },
  diverged: { color: 'series-3', hollow: true },
  failed: { color: 'bad' },
  queued: { color: 'muted', hollow: true },
};
