import type { TrialEntry } from '../../results/documents/live/trials.js';

/** All that a filter can ask for of these trials. */
export function askableNames(
  trials: readonly Pick<TrialEntry, 'params' | 'values'>[],
  metric: string,
): readonly string[] {
  const names = new Set([...COLUMNS, metric]);
  for (const { params, values } of trials) {
    for (const name of Object.keys(params)) names.add(name);
    for (const name of Object.keys(values ?? {})) names.add(name);
  }
  return [...names];
}

const COLUMNS = ['trial', 'number', 'state', 'value', 'epoch', 'epochs', 'seconds'];

/** The name itself, or the only one that it is the initials or the start of; undefined: there is none. */
export function meantName(name: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return name;
  const typed = name.toLowerCase();
  const byInitials = names.filter((each) => initialsOf(each) === typed);
  if (byInitials.length > 0) return byInitials.length === 1 ? byInitials[0] : undefined;
  const byStart = names.filter((each) => each.toLowerCase().startsWith(typed));
  return byStart.length === 1 ? byStart[0] : undefined;
}

function initialsOf(name: string): string {
  const words = name.toLowerCase().split('_');
  return words.length > 1 ? words.map(([first]) => first ?? '').join('') : '';
}
