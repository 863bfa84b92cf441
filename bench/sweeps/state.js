import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What a benchmark has measured so far: a file of one JSON object a line, each written as soon as it
 * is known. `{id, result}` ends a piece; `{id, part}` is one trial of a piece under way.
 */
export function openState(path) {
  mkdirSync(dirname(path), { recursive: true });
  // A line that was cut off when the process ended is left out.
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  const entries = lines.map((line) => JSON.parse(line));
  const write = () => writeFileSync(path, entries.map((e) => `${JSON.stringify(e)}\n`).join(''));
  write();

  function add(entry) {
    entries.push(entry);
    appendFileSync(path, `${JSON.stringify(entry)}\n`);
  }

  return {
    result: (id) => entries.findLast((entry) => entry.id === id && entry.result)?.result,
    parts: (id) => entries.filter((entry) => entry.id === id && entry.part).map(({ part }) => part),
    addPart: (id, part) => add({ id, part }),
    addResult: (id, result) => add({ id, result }),
    /** Forgets all pieces of these contenders, so that they run again. */
    forget(contenders) {
      const kept = entries.filter(({ id }) => !contenders.includes(id.split('_')[0]));
      entries.splice(0, entries.length, ...kept);
      write();
    },
  };
}
