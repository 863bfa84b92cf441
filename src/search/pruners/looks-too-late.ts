import type { Note } from '../note.js';

/** A warning if a pruner that first looks after `first` epochs meets no trial that is as long. */
export function looksTooLate(option: string, first: number, epochs: number): readonly Note[] {
  if (first < epochs) return [];
  const message = `never stops a trial: it looks after epoch ${first} at the earliest, and a trial has ${epochs}`;
  return [{ path: ['early_terminate', option], message, warning: true }];
}
