import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const VIEWS = fileURLToPath(new URL('../../../src/pages/views/', import.meta.url));

/** The paths of all pages, as `views/index.ts` lists them: a page runs in a browser alone. */
export function viewPaths(): readonly string[] {
  const listed = readFileSync(`${VIEWS}index.ts`, 'utf8').match(/\w+View\b(?=[,\]\n])/g) ?? [];
  const paths = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => {
      const source = readFileSync(`${VIEWS}${file}`, 'utf8');
      return Array.from(source.matchAll(/: ViewDef = \{\s*path: '([^']+)'/g), ([, path]) => path!);
    });
  if (paths.length !== listed.length) {
    throw new Error(`${listed.length} pages are listed, but ${paths.length} found: ${paths}`);
  }
  return paths;
}

/** The address of a page for a sweep and one or two of its trials; null: it cannot have one. */
export function addressFor(
  path: string,
  { id, trials }: { readonly id: number; readonly trials: readonly number[] },
): string | null {
  if (path.includes(':trial')) return trials[0] ? path.replace(':trial', String(trials[0])) : null;
  if (path === '/compare') return trials[1] ? `/compare?trials=${trials[0]},${trials[1]}` : null;
  return path.replace(':sweep', String(id));
}
