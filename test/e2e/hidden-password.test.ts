import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { folderWith, startThaw } from './thaw.js';

test.runIf(process.platform === 'linux')(
  'a password in a URL is not in the list of processes for longer than the program takes to start',
  async () => {
    // Hears, and never answers.
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const connected = new Promise((resolve) => server.once('connection', resolve));
    const store = `postgres://ann:hunter2@127.0.0.1:${port}/thaw`;
    const { process: child, finished } = startThaw(['sweeps', '--store', store], folderWith({}));
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await finished;
    });
    await connected;
    const shown = () => readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
    await vi.waitFor(() => expect(shown()).not.toContain('hunter2'));
    expect(shown()).toContain('ann@127.0.0.1');
  },
);
