import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../../../core/errors.js';
import { byteText } from '../../../core/words/byte-text.js';
import { availableBytes } from '../../../machine/available-bytes.js';
import { freeDisk } from '../../../machine/files/free-disk.js';
import { supportedNodes } from '../../../machine/program-version.js';
import { type Finding, ok, warning, wrong } from './finding.js';

/** Node, memory, and the disks of the folders that a run writes to. */
export function checkMachine(cache: string, results: string): readonly Finding[] {
  return [
    checkNode(process.versions.node, supportedNodes()),
    checkMemory(availableBytes()),
    checkFolder('results', results),
    checkFolder('cache', cache),
  ];
}

/** `supported`: as npm spells ranges, `^20.19.0 || ^22.12.0`. */
export function checkNode(version: string, supported: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = supported.split('||').some((range) => {
    const [least = 0, leastMinor = 0] = range
      .replace(/[^\d.]/g, '')
      .split('.')
      .map(Number);
    return major === least && minor >= leastMinor;
  });
  if (fits) return ok('node', `Node ${version}`);
  return wrong('node', `Node ${version}; Thaw is tested on ${supported}`, 'Install one of those');
}

/** A worker of the embedded backend with ResNet50 at 64 px, and what is beside it, in bytes. */
const ONE_WORKER = 1.5e9;

function checkMemory(free: number): Finding {
  const message = `${byteText(free)} free`;
  if (free >= ONE_WORKER) return ok('memory', message);
  return warning(
    'memory',
    `${message}; a worker takes about ${byteText(ONE_WORKER)}`,
    'End other programs, or choose small images and few trials at once (`memory`)',
  );
}

/** Below it frozen outputs no longer go to disk, and a download may not fit. */
const ROOM = 2e9;
/** Below it a trial's weights may not fit. */
const NO_ROOM = 2e8;

/** Of a folder that may not be there yet: the nearest above that is. */
export function checkFolder(name: string, folder: string): Finding {
  const there = nearest(folder);
  try {
    accessSync(there, constants.W_OK);
  } catch (error) {
    return wrong(
      'disk',
      `the ${name} folder cannot be written to: ${there} (${codeOf(error)})`,
      name === 'cache'
        ? 'Change its permissions, or set THAW_CACHE'
        : 'Change its permissions, or name another place with --db',
    );
  }
  const free = freeDisk(there) ?? 0;
  const message = `${byteText(free)} free for the ${name} folder, ${folder}`;
  const todo = 'Free some space: `thaw gc` says what nothing needs any more';
  if (free < NO_ROOM) return wrong('disk', message, todo);
  return free < ROOM ? warning('disk', message, todo) : ok('disk', message);
}

function nearest(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearest(dirname(folder));
}
