#!/usr/bin/env node
// Holds the recipes of deploy/ to what reads them: Kubernetes' schemas, hadolint and ShellCheck from
// PyPI; systemd and Docker Compose where this machine has them, else they are left out with a word.

import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recipesPython } from '../bench/torch-venv.js';

const DEPLOY = fileURLToPath(new URL('../deploy/', import.meta.url));
const bin = dirname(recipesPython());
const SECRET = join(DEPLOY, 'database-password');

const mistakes = [
  check(join(bin, 'hadolint'), ['Dockerfile']),
  check(join(bin, 'shellcheck'), ['slurm-agents.sh']),
  check(join(bin, 'kubernetes-validate'), ['--strict', '--quiet', ...kubernetesFiles()]),
  check('systemd-analyze', ['verify', './thaw-agent.service'], /is not executable/),
  checkCompose(),
].reduce((sum, wrong) => sum + wrong);
process.exitCode = mistakes > 0 ? 1 : 0;

function kubernetesFiles() {
  return ['gateway', 'agents-deployment', 'agents-job'].map((name) => `kubernetes/${name}.yaml`);
}

/** Compose wants the secret's file to be there. */
function checkCompose() {
  const { status } = spawnSync('docker', ['compose', 'version']);
  if (status !== 0) return leaveOut('docker compose');
  writeFileSync(SECRET, 'secret', { flag: 'wx' });
  try {
    return check('docker', ['compose', '--profile', '*', 'config', '--quiet']);
  } finally {
    rmSync(SECRET);
  }
}

/**
 * How many programs find fault: 0 or 1. What they complain of that does not count: `but`.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RegExp} [but]
 */
function check(program, args, but) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: DEPLOY,
    encoding: 'utf8',
  });
  if (error) return leaveOut(program);
  const said = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !but?.test(line));
  const isWrong = said.length > 0 || (status !== 0 && but === undefined);
  console.log(`recipes: ${[program, ...args].join(' ')}: ${isWrong ? said.join('\n') : 'well'}`);
  return isWrong ? 1 : 0;
}

/** @param {string} program */
function leaveOut(program) {
  console.log(`recipes: no ${program} here: what it would check is left out`);
  return 0;
}
