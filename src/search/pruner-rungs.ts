import type { Choice } from '../core/json.js';
import { pruners } from './pruners/index.js';

/**
 * Epochs, from 0, at which the pruner of a sweep compares trials of so many epochs; empty: at all, or
 * it is a pruner of another version.
 */
export function prunerRungs({ type, ...options }: Choice, epochs: number): readonly number[] {
  const def = Object.hasOwn(pruners, type) ? pruners[type] : undefined;
  const read = def?.options.safeParse(options);
  return read?.success ? (def?.rungs?.(read.data, epochs) ?? []) : [];
}
