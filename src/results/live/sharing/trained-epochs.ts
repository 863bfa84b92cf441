import { epochNamed } from '../../../core/snapshots/after-epoch.js';
import type { Report } from '../../../core/trial.js';
import type { AttemptRow } from '../../../store/port.js';

/** Epochs of a trial, and the attempt that they count with. */
export interface TrainedEpochs {
  readonly attempt: AttemptRow;
  readonly reports: readonly Report[];
}

/**
 * Which attempt trained which of a trial's epochs. Where one was paused, its reason says how far it
 * came. How far one came that was interrupted otherwise is not kept: its epochs count with the next,
 * which went on with them or began anew.
 */
export function trainedEpochs(
  reports: readonly Report[],
  attempts: readonly AttemptRow[],
): readonly TrainedEpochs[] {
  let done = 0;
  return attempts.map((attempt, place) => {
    const isLast = place === attempts.length - 1;
    const upTo = isLast ? reports.length : Math.max(done, epochsBy(attempt));
    const own = reports.slice(done, upTo);
    done = Math.min(upTo, reports.length);
    return { attempt, reports: own };
  });
}

/** Epochs that an attempt is known to have come to. */
function epochsBy({ error }: AttemptRow): number {
  const epoch = error && epochNamed(error.message);
  return epoch === null ? 0 : epoch + 1;
}
