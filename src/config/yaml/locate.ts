import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';
import type { Path, Place } from '../words/findings.js';

/** Where each path of a document stands; a path that isn't there stands at what would hold it. */
export function locate(
  document: Document,
  lines: LineCounter,
  path: Path,
  at: 'key' | 'value',
): Place {
  let node: Node | null = document.contents;
  let place = 0;
  for (const key of path) {
    const next: Step | undefined = step(document, node, key);
    if (!next) break;
    const { value, keyNode } = next;
    const atKey = keyNode && (at === 'key' || !isScalar(value) || isEmpty(value));
    place = (atKey ? keyNode : (value ?? keyNode))?.range?.[0] ?? place;
    node = value;
  }
  const { line, col } = lines.linePos(place);
  return { line, column: col };
}

/** The text of the number or word at `path` as the file spells it: `0.0` and `0` differ here. */
export function spelling(document: Document, path: Path): string | undefined {
  let node: Node | null = document.contents;
  for (const key of path) node = step(document, node, key)?.value ?? null;
  return isScalar(node) ? node.source : undefined;
}

interface Step {
  readonly value: Node | null;
  readonly keyNode?: Node;
}

function step(document: Document, from: Node | null, key: string | number): Step | undefined {
  const node = isAlias(from) ? from.resolve(document) : from;
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return item === undefined ? undefined : { value: item as Node };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.findLast((item) => nameOf(item) === String(key));
  if (!pair) return undefined;
  return { value: pair.value as Node | null, keyNode: pair.key as Node };
}

function nameOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function isEmpty(node: Node | null): boolean {
  return isScalar(node) && node.value === null && !node.source;
}
