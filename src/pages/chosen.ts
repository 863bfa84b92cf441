import { change, hrefOf, navigate, state } from './router.js';

/** Selects a trial, or does so no longer. */
export function toggleChosen(trial: number): void {
  const { chosen } = state.peek();
  const without = chosen.filter((each) => each !== trial);
  change({ chosen: without.length < chosen.length ? without : [...chosen, trial] });
}

/** To the page that compares what is selected. False: it is less than two. */
export function compareChosen(): boolean {
  const { chosen } = state.peek();
  if (chosen.length < 2) return false;
  navigate(hrefOf('/compare', { trials: chosen }));
  return true;
}
