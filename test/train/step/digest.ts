import { createHash } from 'node:crypto';
import type { PlainState } from '../../../src/train/step/branch-state.js';

/** All bits of some tensors by name, in a form that compares quickly. */
export function digests(state: PlainState): Readonly<Record<string, string>> {
  const all = [state.trained, state.running, state.slots].flatMap((tensors) => [...tensors]);
  return Object.fromEntries(
    all.map(([name, { data }]) => [name, createHash('sha256').update(data).digest('hex')]),
  );
}
