import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith, startThaw, thaw } from '../e2e/thaw.js';

const FILE = fileURLToPath(new URL('memory/sweep.yaml', import.meta.url));
const ON_WASM = ['--set', 'backend=wasm'];
const OFF = { env: { THAW_SETUP: 'off' } };

test('memory that a sweep cannot do with is told of with the numbers, by run and by plan', async () => {
  const folder = folderWith({});
  for (const command of ['run', 'plan']) {
    const { code, stderr } = await thaw([command, FILE, ...ON_WASM], folder, OFF);
    expect(stderr).toMatch(
      /memory is 100\.0 MB, less than the sweep can do with: it takes at least \d{3}\.\d MB \(250\.0 MB for the program and \d{3}\.\d MB for a worker/,
    );
    expect(code).toBe(0);
  }
}, 60_000);

test.skipIf(process.platform !== 'linux')(
  'what is named there is about what the sweep then takes',
  async () => {
    const folder = folderWith({});
    const planned = await thaw(['plan', FILE, ...ON_WASM], folder, OFF);
    const least = Number(/at least (\d+\.\d) MB/.exec(planned.stderr)![1]);
    const memory = `memory=${Math.ceil(least)}MB`;
    const started = startThaw(['run', FILE, ...ON_WASM, '--set', memory], folder, OFF);
    let peak = 0;
    const look = setInterval(() => {
      peak = Math.max(peak, peakOf(started.process.pid!));
    }, 100);
    expect((await started.finished).code).toBe(0);
    clearInterval(look);
    expect(peak).toBeLessThan(1.2 * least);
    expect(peak).toBeGreaterThan(0.5 * least);
  },
  60_000,
);

/** Megabytes that a process held at most; 0: it is gone. */
function peakOf(pid: number): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return (Number(kilobytes?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}
