import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { npmCommand } from '../../machine/npm-command.js';
import { TFJS_VERSION } from '../tensorflow/layout.js';
import { runCommand, tail } from './run-command.js';

/**
 * Installs tfjs-node under `work` without running its own download, and the headers of Node-API to
 * compile against (from npm too, so that nothing else has to be reachable).
 *
 * @throws {BackendError} npm failed.
 */
export async function installPackages(work: string): Promise<void> {
  const manifest = {
    private: true,
    dependencies: { '@tensorflow/tfjs-node': TFJS_VERSION, 'node-api-headers': '1.9.0' },
  };
  await writeFile(join(work, 'package.json'), JSON.stringify(manifest));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = npmCommand(['install', '--prefix=.', ...flags]);
  const result = await runCommand(npm.command, npm.args, { cwd: work, shell: npm.shell });
  if (result.code === 0) return;
  throw new BackendError([
    `backend tensorflow: npm could not install @tensorflow/tfjs-node ${TFJS_VERSION}:`,
    ...tail(result),
  ]);
}
