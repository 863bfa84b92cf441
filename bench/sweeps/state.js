/** @import { Part, PieceResult } from './types.js' */

import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What a benchmark has measured so far: a file of one JSON object a line, each written as soon as it
 * is known. `{id, result}` ends a piece; `{id, part}` is one trial of a piece under way.
 *
 * @param {string} path
 */
export function openState(path) {
  mkdirSync(dirname(path), { recursive: true });
  // A line that was cut off when the process ended is left out.
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  /** @typedef {{ id: string, result?: PieceResult, part?: Part }} Entry */
  /** @type {Entry[]} */
  const entries = lines.map((line) => JSON.parse(line));
  const write = () => writeFileSync(path, entries.map((e) => `${JSON.stringify(e)}\n`).join(''));
  write();

  /** @param {Entry} entry */
  function add(entry) {
    entries.push(entry);
    appendFileSync(path, `${JSON.stringify(entry)}\n`);
  }

  return {
    /** @param {string} id */
    result: (id) => entries.findLast((entry) => entry.id === id && entry.result)?.result,
    /** @param {string} id */
    parts: (id) => entries.flatMap((entry) => (entry.id === id && entry.part ? [entry.part] : [])),
    /** @type {(id: string, part: Part) => void} */
    addPart: (id, part) => add({ id, part }),
    /** @type {(id: string, result: PieceResult) => void} */
    addResult: (id, result) => add({ id, result }),
    /**
     * Forgets all pieces of these contenders, so that they run again.
     *
     * @param {readonly string[]} contenders
     */
    forget(contenders) {
      const kept = entries.filter(({ id }) => !contenders.includes(id.split('_')[0]));
      entries.splice(0, entries.length, ...kept);
      write();
    },
  };
}
