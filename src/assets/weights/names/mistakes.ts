import type { NetworkDef } from '../../../networks/network.js';
import { bodyShapes } from '../../../networks/shapes.js';
import type { TensorEntry } from '../../tensor-files/safetensors-header.js';
import { torchShape } from '../../tensor-files/torch-layout.js';
import type { Candidate } from './find-candidates.js';

export type Entry = Pick<TensorEntry, 'dtype' | 'shape'>;
export type Entries = ReadonlyMap<string, Entry>;

/** What keeps a candidate from being the network: a line each; none: it is. */
export function mistakesOf(
  entries: Entries,
  network: NetworkDef,
  { naming, prefix, found }: Candidate,
): readonly string[] {
  const wrong = [...bodyShapes(network)].flatMap(([name, shape]): readonly string[] => {
    const expected = torchShape(shape).join(' x ');
    const key = found.get(name);
    if (key === undefined) return [`${prefix}${naming.spell(name)} (${expected}) is missing`];
    const { dtype, shape: got } = entries.get(key)!;
    if (got.join(' x ') !== expected) return [`${key} is ${sizes(got)}; expected ${expected}`];
    return FLOATS.includes(dtype) ? [] : [`${key} is ${dtype}; expected ${FLOATS.join(', ')}`];
  });
  const known = new Set(found.values());
  const foreign = [...entries.keys()]
    .filter((key) => key.startsWith(prefix) && !known.has(key) && !COUNTERS.test(key))
    .filter((key) => isInside(key.slice(prefix.length), naming.roots))
    .map((key) => `${key} is not part of a ${network.title}`);
  return [...wrong, ...foreign];
}

/** What a network may be stored as: all are read as float32. */
export const FLOATS: readonly string[] = ['F32', 'F16', 'BF16', 'F64'];

/** What modules keep beside their weights, and nothing is computed from. */
const COUNTERS = /(?:^|\.)(?:num_batches_tracked|total_ops|total_params)$/;

export function isCounter(key: string): boolean {
  return COUNTERS.test(key);
}

/** Whether a layer of this name would stand inside a network, or between it and its head. */
function isInside(name: string, roots: readonly string[]): boolean {
  const first = name.split('.', 1)[0]!;
  return roots.includes(first) || LAYERS.test(first);
}

const LAYERS = /^(?:layer\d+|conv\d+|bn\d+|norm\d*|stem|se|cbam|attn\w*|attention\w*|stages?)$/;

function sizes(shape: readonly number[]): string {
  if (shape.length === 0) return 'a single number';
  const more = shape.length > 6 ? ' x ...' : '';
  return `${shape.slice(0, 6).join(' x ')}${more}`;
}
