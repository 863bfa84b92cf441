import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { npmCommand } from '../../machine/children/npm-command.js';
import { runCommand, tail } from '../../machine/children/run-command.js';
import { TFJS_VERSION } from '../tensorflow/layout.js';

/**
 * Installs tfjs-node under `work` without running its own download, and the headers of Node-API to
 * compile against (from npm too, so that nothing else has to be reachable). Each package is of the
 * version and the hash that a list in this program says.
 *
 * @throws {BackendError} npm failed.
 */
export async function installPackages(work: string, signal?: AbortSignal): Promise<void> {
  const lock = await readFile(LOCK, 'utf8');
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, object>> };
  await writeFile(join(work, 'package.json'), JSON.stringify({ private: true, ...packages[''] }));
  await writeFile(join(work, 'package-lock.json'), lock);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = npmCommand(['ci', '--prefix=.', ...flags]);
  const result = await runCommand(npm.command, npm.args, { cwd: work, shell: npm.shell, signal });
  if (result.code === 0) return;
  throw new BackendError([
    `backend tensorflow: npm could not install @tensorflow/tfjs-node ${TFJS_VERSION}:`,
    ...tail(result),
  ]);
}

/** npm's own form of a list of packages, versions and hashes. */
const LOCK = new URL('../../../bin/tensorflow-lock.json', import.meta.url);
