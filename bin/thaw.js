#!/usr/bin/env node
// Entry of the `thaw` command. In a clone it first brings packages and build up to date, so that
// `npx thaw` works right after `git clone` and after `git pull`.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `Thaw needs Node 20.19 or newer; this is ${process.version}. Get one from https://nodejs.org`,
  );
} else if (await ready()) {
  const cli = await load();
  await cli?.runCli();
}

async function load() {
  try {
    return await import('../dist/cli/main.js');
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    fail(`Thaw is not completely installed: ${error.message}\nRun \`npm install\` again.`);
  }
}

async function ready() {
  const isClone = existsSync(join(root, 'src')) && existsSync(join(root, 'package-lock.json'));
  if (isClone && process.env.THAW_SETUP !== 'off') {
    const { setUp, SetupError } = await import('./setup.js');
    try {
      await setUp();
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      return fail(error.message);
    }
  }
  if (existsSync(join(root, 'dist', 'cli', 'main.js'))) return true;
  return fail(
    `Thaw is not built: ${join(root, 'dist')} is missing. Run \`npm install thaw\` again.`,
  );
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 3;
  return false;
}
