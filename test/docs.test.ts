import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGES = ['.', 'docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);
const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');

describe.each(PAGES)('%s', (page) => {
  test('links to pages and headings that there are', () => {
    const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !/^https?:/.test(link) && !leads(page, link))).toEqual([]);
  });

  test('has lines of at most 120 columns, tables aside', () => {
    const long = textOf(page)
      .split('\n')
      .filter((line) => line.length > 120 && !line.startsWith('|'));
    expect(long).toEqual([]);
  });
});

test('the walks through the program pass through files that there are', () => {
  const named = [...textOf('docs/architecture.md').matchAll(/`([a-z0-9/-]+\/[a-z0-9-]+\.ts)`/g)];
  const files = named.map(([, file]) => file ?? '');
  expect(files.length).toBeGreaterThan(50);
  const isThere = (file: string) => [file, `src/${file}`].some((each) => existsSync(ROOT + each));
  expect(files.filter((file) => !isThere(file))).toEqual([]);
});

test('every fault names a test that there is', () => {
  const cells = textOf('docs/faults.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (---|fault \|)/.test(line))
    .map((line) => line.slice(0, -2).split(' | ').at(-1) ?? '');
  expect(cells.length).toBeGreaterThan(100);
  expect(cells.flatMap(wrongIn)).toEqual([]);
});

test('every decision is in the index', () => {
  const index = textOf('docs/decisions/README.md');
  const pages = readdirSync(join(ROOT, 'docs/decisions')).filter((name) => /^\d/.test(name));
  const isListed = (name: string) => {
    const title = textOf(`docs/decisions/${name}`).split('\n')[0]?.slice(2);
    return index.includes(`- [${title}](${name})`);
  };
  expect(pages.filter((name) => !isListed(name))).toEqual([]);
});

function leads(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, target))) return false;
  if (heading === undefined) return true;
  const headings = [...textOf(target).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text ?? '');
  return headings.some((text) => anchorOf(text) === heading);
}

/** As GitHub names it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

/** What is wrong with a cell: `` `file`: "title", "title"; `node bench/script.js` ``. */
function wrongIn(cell: string): readonly string[] {
  return cell.split('; ').flatMap((part) => {
    const [, file, titles = ''] = /^`(?:node )?([^`]+)`(?:: (.+))?$/.exec(part) ?? [];
    if (file === undefined || !existsSync(ROOT + file)) return [`no file: ${part}`];
    const named = [...titles.matchAll(/"([^"]+)"/g)].map(([, title]) => title ?? '');
    if (named.length === 0) return file.startsWith('test/') ? [`no title: ${part}`] : [];
    const text = textOf(file);
    return named.filter((title) => !text.includes(title)).map((title) => `${file}: ${title}`);
  });
}
