import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CliContext } from '../../src/cli/context.js';
import { main } from '../../src/cli/main.js';
import { createOutput, type Output } from '../../src/cli/output.js';

export interface FakeContext extends CliContext {
  /** What was written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Sends a signal, `ms` after the last one. */
  interrupt(ms?: number): void;
  /** The exit code with which the process was ended at once, if it was. */
  readonly exited: () => number | undefined;
}

export interface FakeWorld {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** What a person answers; absent: nobody is there. */
  readonly answer?: string;
  readonly terminal?: boolean;
  /** Of standard input. */
  readonly lines?: readonly string[];
}

/** A world without a terminal, in a folder of its own, with workers that only pretend to train. */
export function fakeContext(world: FakeWorld = {}): FakeContext {
  const cwd = world.cwd ?? freshFolder();
  const listeners = new Set<() => void>();
  const out = fakeOutput(false);
  const err = fakeOutput(world.terminal ?? false);
  let clock = 0;
  let exitCode: number | undefined;
  return {
    cwd,
    env: { THAW_CACHE: join(cwd, 'cache'), ...world.env },
    out,
    err,
    worker: new URL('./worker.mjs', import.meta.url),
    cores: 2,
    now: () => clock,
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onHangup: () => () => undefined,
    exitNow(code) {
      exitCode = code;
    },
    exited: () => exitCode,
    ask: async () => world.answer ?? null,
    async *lines() {
      yield* world.lines ?? [];
    },
    stdout: out.text,
    stderr: err.text,
    interrupt(ms = 1000) {
      clock += ms;
      for (const listener of listeners) listener();
    },
  };
}

/** Runs a command line in a fake world and tells what came of it. */
export async function thaw(line: string, context: FakeContext = fakeContext()) {
  const code = await main(line === '' ? [] : line.split(' '), context);
  return { code, stdout: context.stdout(), stderr: context.stderr() };
}

export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function fakeOutput(isTerminal: boolean): Output & { text: () => string } {
  let text = '';
  const send = (more: string) => {
    text += more;
  };
  const output = createOutput({ send, isTerminal, columns: () => 80, colors: false });
  return { ...output, text: () => text };
}
