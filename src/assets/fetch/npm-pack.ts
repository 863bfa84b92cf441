import { spawn } from 'node:child_process';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FetchError, messageOf } from '../../core/errors.js';
import { npmCommand } from '../../machine/npm-command.js';
import type { PrepareOptions } from '../datasets/dataset.js';
import type { NpmPackage } from './npm-package.js';

export interface NpmPackOptions {
  /** Empty folder to work in; the tarball is left there. */
  readonly work: string;
  /** Where a user may put the tarball by hand: said when fetching fails. */
  readonly byHand: string;
  readonly progress: PrepareOptions['progress'];
}

/**
 * Downloads a package's tarball through npm itself, so that the user's registry, proxy and
 * certificates hold. npm works in a cache of its own inside `work`: its growing file is the
 * progress, and the user's npm cache doesn't keep the tarball a second time.
 *
 * @returns path of the tarball.
 * @throws {FetchError} npm is missing or failed: what it said, and what to do.
 */
export async function npmPack(pack: NpmPackage, options: NpmPackOptions): Promise<string> {
  const { work, byHand, progress } = options;
  const cache = join(work, 'npm');
  await mkdir(cache);
  const total = pack.bytes;
  const timer = setInterval(async () => {
    const done = Math.min(await largestFile(cache), total);
    progress({ label: pack.label, done, total, unit: 'bytes' });
  }, 250);
  try {
    await runNpm(['pack', `${pack.name}@${pack.version}`, '--ignore-scripts'], work, cache);
  } catch (error) {
    throw new FetchError(failure(pack, byHand, messageOf(error)));
  } finally {
    clearInterval(timer);
  }
  const tarball = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (!tarball) throw new FetchError(failure(pack, byHand, 'npm ended well but left no file'));
  return join(work, tarball);
}

function runNpm(words: readonly string[], cwd: string, cache: string): Promise<void> {
  const { command, args, shell } = npmCommand(words);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      shell,
      windowsHide: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        // npm alone would try an unreachable registry again for more than a minute.
        npm_config_fetch_retry_mintimeout: '1000',
        npm_config_fetch_retry_maxtimeout: '4000',
        ...process.env,
        npm_config_cache: cache,
        npm_config_loglevel: 'error',
        npm_config_update_notifier: 'false',
        npm_config_dry_run: 'false',
        npm_config_offline: 'false',
      },
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(gist(said) || `npm ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

/** npm's own words, without its prefixes and its hints at log files. */
function gist(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!|warn)\s*/i, '').trim())
    .filter(
      (line) =>
        line !== '' && !/^(code|syscall|errno) |complete log|user config|npm help/i.test(line),
    );
  return lines.slice(0, 4).join('; ');
}

function failure(pack: NpmPackage, byHand: string, why: string): readonly string[] {
  const { name, version, label, instead } = pack;
  return [
    `${label}: \`npm pack ${name}@${version}\` failed: ${why}.`,
    `If this machine is offline, run that command on one that is online and put its file at ${byHand}, or ${instead}.`,
  ];
}

/** Size of the largest file below a folder: the download, beside npm's small ones. */
async function largestFile(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath ?? entry.path, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return Math.max(0, ...sizes);
}
