import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendError } from '../../core/errors.js';
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
  const npm = npmCommand();
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = await runCommand(
    npm.command,
    [...npm.args, 'install', '--prefix', work, ...flags],
    { cwd: work },
  );
  if (result.code === 0) return;
  throw new BackendError(
    `backend tensorflow: npm could not install @tensorflow/tfjs-node ${TFJS_VERSION}:\n${tail(result)}`,
  );
}

/** The npm that started this program, else the one on the path. */
function npmCommand(): { readonly command: string; readonly args: readonly string[] } {
  const running = process.env.npm_execpath;
  return running && /npm-cli\.[cm]?js$/.test(running)
    ? { command: process.execPath, args: [running] }
    : { command: 'npm', args: [] };
}
