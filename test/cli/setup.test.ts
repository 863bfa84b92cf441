import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { freshFolder } from './fake-context.js';

const BIN = fileURLToPath(new URL('../../bin', import.meta.url));

/** An npm that installs a compiler and a bundler, and writes down that it was called. */
const NPM = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('calls.log', 'npm ' + process.argv[2] + '\\n');
if (process.env.NPM_FAILS) process.exit(1);
const bin = 'node_modules/typescript/bin';
mkdirSync(bin, { recursive: true });
writeFileSync('node_modules/typescript/package.json', '{"type": "commonjs"}');
writeFileSync(bin + '/tsc', "require('fs').appendFileSync('calls.log', 'tsc\\\\n')");
mkdirSync('node_modules/esbuild', { recursive: true });
writeFileSync('node_modules/esbuild/package.json', '{"type": "module", "exports": "./a.js"}');
const outputs = { 'a.js': { entryPoint: 'main.tsx' }, 'a.css': { entryPoint: 'main.css' } };
const built = JSON.stringify({ metafile: { outputs } });
writeFileSync('node_modules/esbuild/a.js', 'export const build = async () => (' + built + ');');
`;

/** A clone as git leaves it, small. */
function clone(): string {
  const root = freshFolder();
  cpSync(BIN, join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'src'));
  mkdirSync(join(root, 'npm'));
  writeFileSync(join(root, 'src', 'a.ts'), 'export const a = 1;');
  writeFileSync(join(root, 'tsconfig.json'), '{}');
  writeFileSync(join(root, 'package.json'), '{"type": "module"}');
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(join(root, 'npm', 'npm-cli.js'), NPM);
  return root;
}

function environment(root: string, env: Record<string, string> = {}) {
  return { ...process.env, npm_execpath: join(root, 'npm', 'npm-cli.js'), ...env };
}

function setUp(root: string, env?: Record<string, string>) {
  const script = join(root, 'bin', 'setup.js');
  const before = calls(root).length;
  const { status, stderr } = spawnSync(process.execPath, [script], {
    cwd: root,
    encoding: 'utf8',
    env: environment(root, env),
  });
  return { status, stderr, calls: calls(root).slice(before) };
}

function calls(root: string): readonly string[] {
  try {
    return readFileSync(join(root, 'calls.log'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

test('installs and builds after a clone, with times, and does nothing after that', () => {
  const root = clone();
  const first = setUp(root);
  expect(first).toMatchObject({ status: 0, calls: ['npm install', 'tsc'] });
  expect(first.stderr).toMatch(
    /^Installing packages \.\.\.\nInstalled in \d+\.\d s\nBuilding \.\.\.\nBuilt in \d+\.\d s\n$/,
  );
  expect(setUp(root)).toEqual({ status: 0, stderr: '', calls: [] });
});

test('installs again when the lockfile changed or node_modules is gone', () => {
  const root = clone();
  setUp(root);
  writeFileSync(join(root, 'package-lock.json'), '{"changed": true}');
  expect(setUp(root).calls).toEqual(['npm install']);
  rmSync(join(root, 'node_modules'), { recursive: true });
  expect(setUp(root).calls).toEqual(['npm install']);
});

test('builds again when a source changed, came or went, or dist is gone', () => {
  const root = clone();
  setUp(root);
  writeFileSync(join(root, 'src', 'a.ts'), 'export const a = 2;');
  expect(setUp(root).calls).toEqual(['tsc']);
  writeFileSync(join(root, 'src', 'b.ts'), '');
  expect(setUp(root).calls).toEqual(['tsc']);
  rmSync(join(root, 'src', 'b.ts'));
  expect(setUp(root).calls).toEqual(['tsc']);
  rmSync(join(root, 'dist'), { recursive: true });
  expect(setUp(root).calls).toEqual(['tsc']);
});

test('rebuilds native packages for another Node', () => {
  const root = clone();
  setUp(root);
  const stamp = join(root, 'node_modules', '.thaw-installed.json');
  const installed = JSON.parse(readFileSync(stamp, 'utf8'));
  writeFileSync(stamp, JSON.stringify({ ...installed, abi: 'another Node' }));
  expect(setUp(root).calls).toEqual(['npm rebuild']);
});

test('where an NVIDIA GPU is, its library is asked for once, and need not be had', () => {
  const root = clone();
  const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
  mkdirSync(join(folder, 'scripts'), { recursive: true });
  const script = "require('fs').appendFileSync('../../../calls.log', process.argv[3] + '\\n')";
  writeFileSync(join(folder, 'scripts', 'install.js'), `${script}; process.exit(1)`);
  writeFileSync(join(folder, 'package.json'), '{"type": "commonjs"}');
  const driver = join(root, 'windows', 'System32');
  mkdirSync(driver, { recursive: true });
  writeFileSync(join(driver, 'nvidia-smi.exe'), '');

  const gpu = { SystemRoot: join(root, 'windows') };
  expect(setUp(root, { SystemRoot: root }).calls).toEqual(['npm install', 'tsc']);
  writeFileSync(join(root, 'package-lock.json'), '{"changed": true}');
  const first = setUp(root, gpu);
  expect(first).toMatchObject({ status: 0, calls: ['npm install', 'download'] });
  expect(first.stderr).toContain('thaw backends install tensorflow --gpu');
  writeFileSync(join(root, 'package-lock.json'), '{"changed": 2}');
  expect(setUp(root, gpu)).toMatchObject({ status: 0, calls: ['npm install'] });
});

test('a failed install is told plainly, and tried again', () => {
  const root = clone();
  const failed = setUp(root, { NPM_FAILS: '1' });
  expect(failed.status).toBe(3);
  expect(failed.stderr).toContain('npm install failed');
  expect(failed.stderr).not.toMatch(/^ +at /m);
  expect(setUp(root).calls).toEqual(['npm install', 'tsc']);
});

test('two at once install once', async () => {
  const root = clone();
  const one = () =>
    new Promise((resolve) => {
      const script = join(root, 'bin', 'setup.js');
      spawn(process.execPath, [script], { cwd: root, env: environment(root), stdio: 'ignore' }).on(
        'close',
        resolve,
      );
    });
  expect(await Promise.all([one(), one(), one()])).toEqual([0, 0, 0]);
  expect(calls(root)).toEqual(['npm install', 'tsc']);
});

test('a lock that a dead process left does not block', () => {
  const root = clone();
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const lock = `
    import { withSetupLock } from './setup-lock.js';
    import { writeFileSync } from 'node:fs';
    import { dirname } from 'node:path';
    const root = dirname(import.meta.dirname);
    // Taken, then left as by a process that was killed.
    await withSetupLock(root, () => {}, (file) => writeFileSync(root + '/lock', file));
  `;
  writeFileSync(join(root, 'bin', 'leave-lock.js'), lock);
  spawnSync(process.execPath, [join(root, 'bin', 'leave-lock.js')], { cwd: root });
  writeFileSync(readFileSync(join(root, 'lock'), 'utf8'), String(dead));
  expect(setUp(root)).toMatchObject({ status: 0, calls: ['npm install', 'tsc'] });
});
