import type { Meaning } from '../../dialects/meaning-of.js';
import type { SettingNames } from '../../dialects/setting-names.js';
import { squash } from '../../dialects/squash.js';
import { networks } from '../../networks/index.js';
import { asText } from '../words/as-text.js';
import type { Path } from '../words/findings.js';
import type { Fields, Given } from './given.js';
import type { Rewriting } from './rewriting.js';

type Setting = { readonly key: Path; readonly value: unknown };

/** A parameter that is a key of the sweep here; none after noting why not. */
export function readSetting(
  from: Given,
  { key, values }: SettingNames,
  root: Fields,
  rewriting: Rewriting,
): readonly Setting[] {
  const single = singleValue(from.entry);
  const name = key.join('.');
  if (single === undefined) {
    const message = `${from.name} is ${name} here, one for the whole sweep: expected a single value; run a sweep for each`;
    rewriting.findings.error(from.path, message, 'key');
    return [];
  }
  if (rewriting.isSet(key)) return [];
  if (valueAt(root, key) != null) {
    const message = `${from.name} and ${name} both are given: remove one of the two`;
    rewriting.findings.error(from.path, message, 'key');
    return [];
  }
  const text = asText(single.value);
  const network = key[1] === 'architecture' ? networkIn(text) : undefined;
  if (network !== undefined && /[/.]/.test(text) && !/^(?:torchvision|models)\./.test(text)) {
    const message = `nothing is fetched by the name ${JSON.stringify(text.slice(0, 60))}: expected ${network} in its place, and model.weights: a .safetensors file of it`;
    rewriting.findings.error([...from.path, ...single.at], message);
    return [];
  }
  const value = values?.[squash(text)] ?? network ?? single.value;
  // What is none of ours is refused by its own name.
  if (key[1] === 'architecture' && !networks.some(({ name }) => name === value)) {
    rewriting.moved(key, [...from.path, ...single.at]);
    return [{ key, value }];
  }
  rewriting.alias(from.path, `${from.name} ${text.slice(0, 60)}`, `${name}: ${asText(value)}`, {
    at: 'key',
  });
  rewriting.moved(key, [...from.path, ...single.at]);
  return [{ key, value }];
}

/** The network that a name ends in, as `timm/resnet50.a1_in1k` and `torchvision.models.resnet50` do. */
function networkIn(text: string): string | undefined {
  const parts = text.split(/[/.:]/).map(squash);
  return networks.find(({ name }) => parts.includes(squash(name)))?.name;
}

/** One seed is the sweep's; several are repeats. */
export function readSeed(
  from: Given,
  root: Fields,
  rewriting: Rewriting,
): 'repeats' | readonly Setting[] {
  const single = singleValue(from.entry);
  if (!single) return 'repeats';
  if (rewriting.isSet(['seed'])) return [];
  if (root.seed == null) {
    rewriting.alias(from.path, `parameters.${from.name}`, 'seed, a key of the sweep', {
      at: 'key',
    });
    rewriting.moved(['seed'], [...from.path, ...single.at]);
    return [{ key: ['seed'], value: single.value }];
  }
  const message = `${from.name} and the sweep's own seed both are given: remove one of the two`;
  rewriting.findings.error(from.path, message, 'key');
  return [];
}

/** Whether a parameter that changes nothing here could be left out, and was told. */
export function readIgnored(
  { name, path, entry }: Given,
  { why, only }: Extract<Meaning, { kind: 'ignored' }>,
  { findings }: Rewriting,
): boolean {
  const single = singleValue(entry);
  if (only && !single) return false;
  if (single && only && !only.includes(squash(asText(single.value)))) return false;
  if (single) findings.warn(path, `${name} is ignored: ${why}`, 'key');
  else {
    const message = `${name} changes nothing here (${why}), so its values would train the same trials again: remove it`;
    findings.error(path, message, 'key');
  }
  return true;
}

/** The one value that an entry can take; undefined: it has several. */
function singleValue(entry: unknown): { readonly value: unknown; readonly at: Path } | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  if ('value' in entry) return { value: entry.value, at: ['value'] };
  if (!('values' in entry) || !Array.isArray(entry.values)) return undefined;
  return entry.values.length === 1 ? { value: entry.values[0], at: ['values', 0] } : undefined;
}

function valueAt(root: Fields, key: Path): unknown {
  return key.reduce<unknown>((value, part) => (value as Fields | null | undefined)?.[part], root);
}
