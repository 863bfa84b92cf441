import { meaningOf } from '../../dialects/meaning-of.js';
import { parameters } from '../parameters/index.js';
import { isFields } from './given.js';
import { readValue } from './read-values.js';
import { below, type Place, type Rewriting } from './rewriting.js';

/** A condition under our own names; what it names that there is not stays, to be told later. */
export function readWhen(when: unknown, place: Place, rewriting: Rewriting): unknown {
  if (!isFields(when)) return when;
  return Object.fromEntries(
    Object.entries(when).map(([key, wanted]) => {
      const at = below(place, key);
      const meaning = meaningOf(key, NAMES);
      const name = meaning.kind === 'parameter' ? meaning.name : key;
      if (name !== key && !(name in when)) {
        rewriting.alias(at.theirs, key, name, { at: 'key' });
        rewriting.moved(below(place, name).ours, at.theirs);
      }
      const ours = name in when ? key : name;
      const read = (value: unknown, there: Place) =>
        readValue(name, value, there, NO_NAMES, rewriting);
      if (!Array.isArray(wanted)) return [ours, read(wanted, at)];
      return [ours, wanted.map((value, i) => read(value, below(at, i)))];
    }),
  );
}

const NAMES = Object.keys(parameters);
const NO_NAMES: ReadonlySet<unknown> = new Set();
