// Holds a program that must end with the process that asked for it (src/machine/children/leash.ts
// starts this): its own input is a pipe that closes with its owner, whatever ends that.

import { spawn, spawnSync } from 'node:child_process';

const { command, args, shell } = JSON.parse(process.argv[2]);
const windows = process.platform === 'win32';

// In a group of its own, so that the program's own children end with it.
const child = spawn(command, args, {
  shell,
  detached: !windows,
  windowsHide: true,
  stdio: ['ignore', 'inherit', 'inherit'],
});
child.on('error', (error) => {
  process.stderr.write(error.message, () => process.exit(127));
});
child.on('exit', (code) => process.exit(code ?? 1));
process.stdin.on('end', end).on('error', end).resume();
// What a terminal sends must not end this before the program.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);

function end() {
  if (child.pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself just now.
  }
}
