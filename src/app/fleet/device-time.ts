import { durationSchema } from '../../config/file/duration.js';
import { UsageError } from '../../core/errors.js';

/**
 * Seconds of one device, from a text such as `2gpuh`, `90gpum` or `7200s`: two GPUs use up `1h` in
 * half an hour.
 *
 * @throws {UsageError} it is none, or longer than anything trains.
 */
export function deviceSeconds(text: string, flag: string): number {
  const { data } = durationSchema.safeParse(text.toLowerCase().replaceAll('gpu', ''));
  if (data !== undefined && data > 0 && data <= LONGEST_MS) return data / 1000;
  throw new UsageError(
    `${flag} expects a length of device time such as 2gpuh, 90gpum or 7200s; not "${text}".`,
  );
}

/** A million GPU-days. */
const LONGEST_MS = 86_400_000 * 1e6;
