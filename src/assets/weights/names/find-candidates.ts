import type { NetworkDef } from '../../../networks/network.js';
import { NAMINGS, type Naming, spelledNames } from './namings.js';

/** A place in a file where a network's tensors may lie: under one prefix, in one way of naming. */
export interface Candidate {
  readonly naming: Naming;
  /** What stands before each name, its last dot included: `module.encoder_q.`, or nothing. */
  readonly prefix: string;
  /** Torchvision's name of each tensor found there, and the file's. */
  readonly found: ReadonlyMap<string, string>;
}

/**
 * All places where a file's names end in those of a network, the fullest first. A prefix is not
 * looked up in a list: it is whatever stands before.
 */
export function findCandidates(names: Iterable<string>, network: NetworkDef): readonly Candidate[] {
  const spelled = NAMINGS.map((naming) => ({ naming, known: spelledNames(network, naming) }));
  const candidates = new Map<string, Candidate & { readonly found: Map<string, string> }>();
  for (const name of names) {
    for (const [prefix, rest] of cuts(name)) {
      const bare = rest.replace(WRAPPERS, '');
      for (const { naming, known } of spelled) {
        const torchvision = known.get(bare);
        if (torchvision === undefined) continue;
        const key = JSON.stringify([naming.title, prefix]);
        const candidate = candidates.get(key) ?? { naming, prefix, found: new Map() };
        candidates.set(key, candidate);
        if (!candidate.found.has(torchvision)) candidate.found.set(torchvision, name);
      }
    }
  }
  return [...candidates.values()].sort((a, b) => b.found.size - a.found.size);
}

/** What wrapping a module inside another leaves in the middle of names. */
const WRAPPERS = /\.(?:_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module|module)(?=\.)/g;

/** The longest name of a tensor has eight parts; wrappers add some. */
const PARTS = 16;

/** A name cut in two before each of its last parts. */
function* cuts(name: string): Generator<readonly [prefix: string, rest: string]> {
  let dot = name.length;
  for (let part = 0; part < PARTS && dot > 0; part += 1) {
    dot = name.lastIndexOf('.', dot - 1);
    yield [name.slice(0, dot + 1), name.slice(dot + 1)];
  }
}
