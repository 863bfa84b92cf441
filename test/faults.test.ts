import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The last cell of each row of docs/faults.md. */
const CELLS = readFileSync(`${ROOT}docs/faults.md`, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (---|fault \|)/.test(line))
  .map((line) => line.slice(0, -2).split(' | ').at(-1) ?? '');

test('every fault in the docs names a test that there is', () => {
  expect(CELLS.length).toBeGreaterThan(100);
  expect(CELLS.flatMap(faultsOf)).toEqual([]);
});

/** What is wrong with a cell: `` `file`: "title", "title"; `node bench/script.js` ``. */
function faultsOf(cell: string): readonly string[] {
  return cell.split('; ').flatMap((part) => {
    const [, file, titles = ''] = /^`(?:node )?([^`]+)`(?:: (.+))?$/.exec(part) ?? [];
    if (file === undefined || !existsSync(ROOT + file)) return [`no file: ${part}`];
    const named = [...titles.matchAll(/"([^"]+)"/g)].map(([, title]) => title ?? '');
    if (named.length === 0) return file.startsWith('test/') ? [`no title: ${part}`] : [];
    const text = readFileSync(ROOT + file, 'utf8');
    return named.filter((title) => !text.includes(title)).map((title) => `${file}: ${title}`);
  });
}
