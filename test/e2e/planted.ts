import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const STUBS = join(ROOT, 'test', 'plug-ins');

/** One more of a kind, as CONTRIBUTING.md says: a file, and a line in the registry beside it. */
export interface PlugIn {
  /** In test/plug-ins; null: all of it is its line. */
  readonly stub: string | null;
  /** Below src: the file's place. */
  readonly folder: string;
  /** Below src: the file with the list. */
  readonly registry: string;
  /** What the stub exports. */
  readonly name: string;
  /** Its line in the list. */
  readonly entry: string;
}

/** A copy of the program in a fresh folder, with these in it, built. Throws what the build said. */
export function plant(plugIns: readonly PlugIn[]): string {
  const root = mkdtempSync(join(tmpdir(), 'thaw-plug-ins-'));
  for (const name of ['src', 'bin', 'package.json', 'tsconfig.json']) {
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  for (const plugIn of plugIns) add(plugIn, join(root, 'src'));
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  const { status, stdout } = spawnSync(tsc, ['-p', root], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the program with plug-ins does not build:\n${stdout}`);
  return root;
}

function add({ stub, folder, registry, name, entry }: PlugIn, src: string): void {
  const list = join(src, registry);
  const before = readFileSync(list, 'utf8');
  const after = before.replace(/^(export const \w+(?::.*)? = [[{])\s*/m, `$1\n  ${entry}\n  `);
  if (stub === null) {
    writeFileSync(list, after);
    return;
  }
  mkdirSync(join(src, folder), { recursive: true });
  writeFileSync(join(src, folder, stub), atHome(readFileSync(join(STUBS, stub), 'utf8'), folder));
  const from = posix.relative(dirname(registry), posix.join(folder, stub)).replace(/\.ts$/, '.js');
  const line = `import { ${name} } from '${from.startsWith('.') ? from : `./${from}`}';\n`;
  writeFileSync(list, line + after);
}

/** A stub names modules from where it lies; in the program it lies elsewhere. */
export function atHome(text: string, folder: string): string {
  return text.replaceAll(/'\.\.\/\.\.\/src\/([^']+)'/g, (_, target: string) => {
    const path = posix.relative(folder, target);
    return `'${path.startsWith('.') ? path : `./${path}`}'`;
  });
}

export function stubText(stub: string): string {
  return readFileSync(join(STUBS, stub), 'utf8');
}
