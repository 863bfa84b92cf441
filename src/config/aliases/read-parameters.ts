import { type Meaning, meaningOf, nearestMeaning } from '../../dialects/meaning-of.js';
import { builtinSets } from '../../images/augmentation-sets.js';
import type { FileReading } from '../file/reading.js';
import { parameters } from '../parameters/index.js';
import { describeValue } from '../words/describe-value.js';
import type { Path } from '../words/findings.js';
import type { FlatOption } from './flat-option.js';
import { flatten } from './flatten.js';
import { type Fields, type Given, isFields, type Unknown } from './given.js';
import { readOptions } from './read-options.js';
import { readIgnored, readSeed, readSetting } from './read-settings.js';
import { readTransform, readTransforms } from './read-transforms.js';
import { readValue } from './read-values.js';
import { readWhen } from './read-when.js';
import { below, type Place, type Rewriting } from './rewriting.js';

export interface ReadParameters {
  /** Under our own names, in the file's order. */
  readonly parameters: Fields;
  /** Keys of the sweep that stood among them. */
  readonly settings: readonly { readonly key: Path; readonly value: unknown }[];
  readonly unknown: readonly Unknown[];
}

/** The entries of `parameters` under our own names. `root`: the whole file. */
export function readParameters(
  given: Fields,
  root: Fields,
  spelling: FileReading['spelling'],
  rewriting: Rewriting,
): ReadParameters {
  const entries = new Map<string, { readonly from: Given; readonly entry: unknown }>();
  const options: FlatOption[] = [];
  const settings: { key: Path; value: unknown }[] = [];
  const unknown: Unknown[] = [];
  const ownSets = new Set(
    Object.keys({ ...builtinSets, ...(isFields(root.augmentations) ? root.augmentations : {}) }),
  );

  function take(name: string, from: Given, meaning?: Meaning, remark?: string): void {
    const before = entries.get(name);
    if (before && rewriting.isSet(before.from.path) && !rewriting.isSet(from.path)) return;
    if (before && rewriting.isSet(before.from.path) === rewriting.isSet(from.path)) {
      refuseTwice(name, before.from, from, rewriting);
      return;
    }
    if (name !== from.name) rewriting.alias(from.path, from.name, name, { at: 'key', remark });
    const place = { ours: ['parameters', name], theirs: from.path };
    rewriting.moved(place.ours, place.theirs);
    const own = name === 'augmentation' ? ownSets : NO_NAMES;
    const { values, others } = meaning?.kind === 'parameter' ? meaning : {};
    const read = (value: unknown, at: Place): unknown => {
      const meant = values?.[JSON.stringify(value)];
      if (meant !== undefined) {
        rewriting.alias(at.theirs, `${from.name} ${JSON.stringify(value)}`, `${name} ${meant}`);
        return meant;
      }
      if (others !== undefined) return refuseOther(from, value, others, at);
      if (name !== 'augmentation' || typeof value !== 'object') {
        return readValue(name, value, at, own, rewriting);
      }
      return Array.isArray(value)
        ? readTransforms(value, at, rewriting)
        : readTransform(value, at, rewriting);
    };
    const isListed = isFields(from.entry) && ('value' in from.entry || 'values' in from.entry);
    const entry =
      others === undefined || isListed
        ? eachValue(from.entry, place, read)
        : { value: standIn(refuseOther(from, from.entry, others, place)) };
    const isTied = isFields(entry) && 'when' in entry;
    const when = isTied ? { when: readWhen(entry.when, below(place, 'when'), rewriting) } : {};
    entries.set(name, { from, entry: isTied ? { ...entry, ...when } : entry });
  }

  function refuseOther(from: Given, value: unknown, why: string, { theirs }: Place): unknown {
    rewriting.findings.error(theirs, `${from.name}: ${why}; got ${describeValue(value)}`);
    return REFUSED;
  }

  for (const from of flatten(given, rewriting.findings)) {
    const meaning = meaningOf(from.name, NAMES);
    switch (meaning.kind) {
      case 'parameter':
        take(meaning.name, from, meaning);
        break;
      case 'option':
        options.push({ ...from, ...meaning });
        break;
      case 'setting':
        settings.push(...readSetting(from, meaning.setting, root, rewriting));
        break;
      case 'seed': {
        const seed = readSeed(from, root, rewriting);
        if (seed === 'repeats') take('replicate', from, undefined, REPEATS);
        else settings.push(...seed);
        break;
      }
      case 'ignored':
        if (!readIgnored(from, meaning, rewriting)) {
          unknown.push({ ...from, nearest: nearestOf(from.name) });
        }
        break;
      case 'unknown':
        unknown.push({ ...from, nearest: meaning.nearest });
    }
  }
  const plain = new Map([...entries].map(([name, { entry }]) => [name, entry]));
  unknown.push(...readOptions(plain, options, root.method, spelling, rewriting));
  return { parameters: Object.fromEntries(plain), settings, unknown };
}

/** What several seeds become. */
const REPEATS =
  "each value trains the same point anew, with other draws over the same images, which the sweep's own seed chooses";

const NAMES = Object.keys(parameters);

/** What is nearest to a name by its last parts, by which it was known. */
function nearestOf(name: string): string | undefined {
  const parts = name.split(/[./:]/);
  return nearestMeaning(parts.slice(-2).join('_')) ?? nearestMeaning(parts.at(-1) ?? '');
}

const NO_NAMES: ReadonlySet<unknown> = new Set();

function refuseTwice(name: string, before: Given, from: Given, { findings }: Rewriting): void {
  const message = `${before.name} and ${from.name} both are ${name}: remove one of the two`;
  findings.error(from.path, message, 'key');
}

/** An entry with each of the values that it lists replaced. */
function eachValue(
  entry: unknown,
  place: Place,
  replace: (value: unknown, place: Place) => unknown,
): unknown {
  if (!isFields(entry)) return entry;
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => {
      if (key === 'value') return [key, standIn(replace(value, below(place, key)))];
      if (key !== 'values' || !Array.isArray(value)) return [key, value];
      const read = value.map((item, i) => replace(item, below(place, key, i)));
      const left = read.filter((item) => item !== REFUSED);
      return [key, left.length === 0 && read.length > 0 ? [standIn(REFUSED)] : left];
    }),
  );
}

/** A value that was told to be wrong: another takes its place, so that it is told once. */
const REFUSED = Symbol('refused');

function standIn(value: unknown): unknown {
  return value === REFUSED ? 0 : value;
}
