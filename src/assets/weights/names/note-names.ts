import { count } from '../../../core/words/numbers.js';
import { plain } from '../../../core/words/plain.js';
import { methodOf } from './choose-candidate.js';
import type { Match } from './match-names.js';
import { type Entries, isCounter } from './mistakes.js';
import { NAMINGS } from './namings.js';

/** What was made of a file's names, in a sentence; null: they are torchvision's, and no more. */
export function noteNames(entries: Entries, match: Match): string | null {
  const { naming, prefix, others } = match;
  const whose = methodOf(prefix) ?? (naming === NAMINGS[0] ? null : naming.title);
  const left = leftOut(entries, match);
  const parts = [
    ...(whose === null ? [] : [`names as of ${whose}`]),
    ...(prefix === '' ? [] : [`${quoted(prefix)} taken off`]),
    ...(left === null ? [] : [left]),
    ...others.map((other) => `not used: the network under ${quoted(other)} (model.prefix chooses)`),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

/** Tensors that are none of the network's, counted, with the modules they are of. */
function leftOut(entries: Entries, { prefix, found, others }: Match): string | null {
  const used = new Set(found.values());
  const extra = [...entries.keys()]
    .filter((key) => {
      return !used.has(key) && !isCounter(key) && !others.some((other) => key.startsWith(other));
    })
    .map((key) => moduleOf(key, prefix))
    // Every trial makes a classifier of its own.
    .filter((module) => !CLASSIFIERS.includes(module));
  if (extra.length === 0) return null;
  const modules = [...new Set(extra)];
  const told = modules.slice(0, TOLD).map((name) => plain(name).slice(0, 60));
  return `${count(extra.length, 'tensor')} left out (${told.join(', ')}${modules.length > TOLD ? ', ...' : ''})`;
}

const TOLD = 4;

const CLASSIFIERS: readonly string[] = ['fc', 'classifier', 'linear', 'head'];

/** The first part of a name that it does not share with the prefix. */
function moduleOf(key: string, prefix: string): string {
  const before = prefix.split('.');
  return key.split('.').find((part, i) => part !== before[i]) ?? key;
}

function quoted(prefix: string): string {
  return plain(JSON.stringify(prefix)).slice(0, 80);
}
