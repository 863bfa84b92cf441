import { basename } from 'node:path';

/** How to start npm: what `spawn` takes. */
export interface NpmCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly shell: boolean;
}

/**
 * npm with these arguments: the npm that runs this program (npx included), if one does, else the
 * one on the path. No argument may hold a space or anything else that a shell would read.
 */
export function npmCommand(args: readonly string[]): NpmCommand {
  const script = process.env.npm_execpath;
  if (script && /^np[mx]-cli\.[cm]?js$/.test(basename(script))) {
    const npm = script.replace(/npx-cli(\.[cm]?js)$/, 'npm-cli$1');
    return { command: process.execPath, args: [npm, ...args], shell: false };
  }
  if (process.platform !== 'win32') return { command: 'npm', args, shell: false };
  // A batch file, which only a shell starts. A shell takes one line: Node warns of arguments given
  // beside it.
  return { command: ['npm.cmd', ...args].join(' '), args: [], shell: true };
}
