import type { SweepDocument } from '../results/documents/live/sweep.js';
import type { TrialEntry } from '../results/documents/live/trials.js';

/**
 * What the pages ask for. All GET, all JSON, all with the cookie that `/session` gives for the token
 * (`Authorization: Bearer`, from the address's fragment) but that and the pages' own files. `:sweep`
 * and `:trial` are ids. Errors are `{"error": "a sentence"}`.
 *
 * | address | answer |
 * | --- | --- |
 * | `/session` | 204, and the cookie |
 * | `/api/sweeps` | `SweepsDocument` |
 * | `/api/sweeps/:sweep` | `SweepDocument` |
 * | `/api/sweeps/:sweep/trials` | `TrialsDocument` |
 * | `/api/sweeps/:sweep/curves?metric=&trials=1,2` | `CurvesDocument`; without `trials`: of all |
 * | `/api/sweeps/:sweep/leaderboard?metric=&rule=` | `LeaderboardDocument` |
 * | `/api/sweeps/:sweep/importance`, `/pareto`, `/advise`, `/sharing`, `/look` | their documents |
 * | `/api/trials/:trial` | `TrialDocument` |
 * | `/api/trials/:trial/images` | `TrialImagesDocument`; takes seconds to minutes the first time |
 * | `/api/compare?trials=1,2` | `CompareDocument` |
 * | `/plot/:kind.svg?sweep=1` or `?trials=1,2` | the chart as `thaw plot` draws it; further `ChartOptions` as pages have them in their addresses, `width`, `height`, `scheme=dark` |
 * | `/events?after=` | a stream of `Patch`, as server-sent events named `patch`, at most four a second |
 *
 * An answer with `Retry-After` (seconds) is of an earlier state: what takes long is not made anew at
 * every change. Whoever asks again then misses nothing, though no further change is told.
 *
 * A stream goes on after the cursor in `Last-Event-ID` (which browsers send by themselves) or `after`;
 * without one its first patch is empty: what is asked for after that is as new as its cursor, or newer,
 * so that nothing falls between. A patch may tell again what a page knows already.
 */
export interface Patch {
  /** What to go on from: the event's id. */
  readonly cursor: string;
  /** The client does not know enough to go on: ask for everything anew. */
  readonly resync: boolean;
  /** Of every sweep that changed. */
  readonly sweeps: readonly SweepDocument[];
  /** Trials that changed, as they are now. */
  readonly trials: readonly (TrialEntry & { readonly sweep: number })[];
  /** Sweeps that are gone. */
  readonly removed: readonly number[];
}
