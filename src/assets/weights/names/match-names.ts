import { networks } from '../../../networks/index.js';
import type { NetworkDef } from '../../../networks/network.js';
import { bodyShapes } from '../../../networks/shapes.js';
import { chooseCandidate } from './choose-candidate.js';
import { type Candidate, findCandidates } from './find-candidates.js';
import { type Entries, mistakesOf } from './mistakes.js';

/** Where a network's tensors lie in a file. */
export interface Match extends Candidate {
  /** Prefixes of other whole networks in the file, which are not taken. */
  readonly others: readonly string[];
}

export type Matched =
  | { readonly match: Match }
  /** The file holds this network, not the one that was asked for. */
  | { readonly other: NetworkDef }
  /** It holds several, under these prefixes, and no name says which one is meant. */
  | { readonly several: readonly string[] }
  /** It holds none under the prefix that was asked for, and some under these. */
  | { readonly elsewhere: readonly string[]; readonly wanted: string }
  /** A line for each thing that is wrong. */
  | { readonly mistakes: readonly string[] };

/**
 * Finds a network among a file's tensors by their names and shapes, whoever named them. `wanted`:
 * the prefix to look under; absent: any.
 */
export function matchNames(entries: Entries, network: NetworkDef, wanted?: string): Matched {
  const matched = matchNetwork(entries, network, wanted);
  if (!('mistakes' in matched)) return matched;
  const other = networks.find((each) => {
    return each !== network && 'match' in matchNetwork(entries, each, wanted);
  });
  if (other) return { other };
  const elsewhere = wanted === undefined ? [] : prefixesOf(matchNetwork(entries, network));
  return elsewhere.length > 0 && wanted !== undefined ? { elsewhere, wanted } : matched;
}

/** Where a file's networks lie. */
function prefixesOf(matched: MatchedNetwork): readonly string[] {
  if ('match' in matched) return [matched.match.prefix, ...matched.match.others];
  return 'several' in matched ? matched.several : [];
}

type MatchedNetwork = Exclude<
  Matched,
  { readonly other: NetworkDef } | { readonly elsewhere: readonly string[] }
>;

function matchNetwork(entries: Entries, network: NetworkDef, wanted?: string): MatchedNetwork {
  const under = wanted === undefined ? null : wanted.replace(/\.?$/, wanted === '' ? '' : '.');
  const candidates = findCandidates(entries.keys(), network).filter(({ prefix }) => {
    return under === null || prefix === under;
  });
  const size = bodyShapes(network).size;
  const whole = candidates.filter(({ found }) => found.size === size);
  const right = whole.filter((each) => mistakesOf(entries, network, each).length === 0);
  if (right.length === 0) {
    const best = whole[0] ?? candidates[0];
    if (best) return { mistakes: mistakesOf(entries, network, best) };
    const where = under === null ? '' : ` under ${JSON.stringify(under)}`;
    const names = [...entries.keys()].slice(0, 3).join(', ') || 'none';
    return { mistakes: [`no name of its ${entries.size} tensors${where} is known: ${names}, ...`] };
  }
  const chosen = chooseCandidate(right);
  if (!chosen) return { several: right.map(({ prefix }) => prefix) };
  const others = right.filter((each) => each !== chosen).map(({ prefix }) => prefix);
  return { match: { ...chosen, others } };
}
