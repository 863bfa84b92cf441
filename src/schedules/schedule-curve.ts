import type { Choice } from '../core/json.js';
import { createSchedule, type Span } from './create-schedule.js';

/**
 * The rate at the first step of each epoch, known before training: a schedule that follows losses
 * (`plateau`) is drawn as if they always fell.
 */
export function learningRates(scheduler: Choice, span: Span): readonly number[] {
  const rates = createSchedule(scheduler, span);
  return Array.from({ length: span.epochs }, (_, epoch) => rates(epoch, 0, []).lr);
}
