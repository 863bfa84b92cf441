import { sweepKeys } from '../file/sweep-keys.js';
import { parameters } from '../parameters/index.js';
import { oneOf } from '../words/describe-value.js';
import { unknownKey } from '../words/explain.js';
import type { Findings } from '../words/findings.js';
import type { Unknown } from './given.js';

/** One message for everything that Thaw has nothing for, each with what is nearest in meaning. */
export function refuseUnknown(unknown: readonly Unknown[], findings: Findings): void {
  const sorted = unknown.toSorted(
    (a, b) => (findings.lineOf(a.path) ?? 0) - (findings.lineOf(b.path) ?? 0),
  );
  const [first] = sorted;
  if (!first) return;
  if (unknown.length === 1) {
    findings.error(first.path, single(first), 'key');
    return;
  }
  const listed = sorted.slice(0, MOST).map(({ name, path, nearest }) => {
    const place = findings.lineOf(path);
    const where = place === undefined ? '' : ` (line ${place})`;
    return `${short(name)}${where}${nearest === undefined ? '' : `, nearest: ${nearest}`}`;
  });
  const more = unknown.length > MOST ? `; and ${unknown.length - MOST} more` : '';
  const message = `unknown here, ${unknown.length} of them: ${listed.join('; ')}${more}. Remove them, or write what is nearest; ${choices(unknown)}`;
  findings.error(first.path, message, 'key');
}

/** Unknown names that are listed. */
const MOST = 20;

function single({ name, path, nearest }: Unknown): string {
  if (nearest === undefined && path[0] === 'parameters') {
    return `unknown key ${JSON.stringify(short(name))}; expected ${oneOf(NAMES)}`;
  }
  if (nearest === undefined) return unknownKey(short(name), KEYS);
  const isName = [...NAMES, ...KEYS].includes(nearest);
  const hint = isName ? `did you mean ${JSON.stringify(nearest)}?` : `nearest: ${nearest}`;
  return `unknown key ${JSON.stringify(short(name))}; ${hint}`;
}

const NAMES = Object.keys(parameters);
const KEYS = [...Object.keys(sweepKeys), 'parameters'];

function choices(unknown: readonly Unknown[]): string {
  const isInside = ({ path }: Unknown) => path[0] === 'parameters';
  return [
    ...(unknown.some(isInside) ? [`parameters are ${oneOf(NAMES)}`] : []),
    ...(unknown.every(isInside) ? [] : [`keys of a sweep are ${oneOf(KEYS)}`]),
  ].join('; ');
}

function short(name: string): string {
  return name.length > 60 ? `${name.slice(0, 57)}...` : name;
}
