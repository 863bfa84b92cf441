import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';

const BENCH = fileURLToPath(new URL('../bench/', import.meta.url));

/** A Python with the programs that read what Thaw exports: `node bench/readers.js` makes one. */
const PYTHON = process.env.THAW_READERS ?? join(BENCH, '.venv-readers', 'bin', 'python');

/** Tests that need these modules of Python; skipped, with a word, where they are not there. */
export function describeReader(name: string, modules: readonly string[], tests: () => void): void {
  const missing = missingOf(modules);
  if (missing === null) describe(name, tests);
  else test.skip(`${name}: ${missing}; \`node bench/readers.js --install\` installs what reads`);
}

/**
 * What a script of `bench/readers/` says, given a document as a file of JSON. Fails with what the
 * script said where it does not agree.
 */
export function readBack(script: string, expected: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'thaw-readers-')), 'expected.json');
  writeFileSync(file, JSON.stringify(expected));
  const ran = spawnSync(PYTHON, [join(BENCH, 'readers', script), file], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${script} does not agree:\n${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

function missingOf(modules: readonly string[]): string | null {
  const code =
    'import sys, importlib.util as u; print(*[m for m in sys.argv[1:] if not u.find_spec(m)])';
  const { status, stdout } = spawnSync(PYTHON, ['-c', code, ...modules], { encoding: 'utf8' });
  if (status !== 0) return `there is no ${PYTHON}`;
  return stdout.trim() === '' ? null : `${PYTHON} has no ${stdout.trim()}`;
}
