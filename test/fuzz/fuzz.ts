import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { ThawError } from '../../src/core/errors.js';

/** A parser, and inputs that are nearly right. */
export interface Target<Input = never> {
  readonly name: string;
  /** Makes inputs; `folder`: an empty one, for files. */
  open(folder: string): Promise<Opened<Input>>;
}

export interface Opened<Input> {
  readonly inputs: fc.Arbitrary<Input>;
  /**
   * Parses, and throws what the parser throws. Resolves to whether the input was taken; a value that
   * breaks the parser's own promises is an Error of this function.
   */
  parse(input: Input): Promise<boolean> | boolean;
  close?(): void;
}

export interface Figures {
  readonly target: string;
  readonly seed: number;
  readonly inputs: number;
  readonly accepted: number;
  /** Refused with a ThawError, one for each code. */
  readonly refused: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly slowestMs: number;
  readonly startMegabytes: number;
  readonly peakMegabytes: number;
}

export interface Limits {
  readonly runs: number;
  readonly seed: number;
  /** An input that takes longer hangs. */
  readonly seconds: number;
  readonly megabytes: number;
}

export function defineTarget<Input>(target: Target<Input>): Target {
  return target as unknown as Target;
}

/**
 * Parses `runs` inputs. Every one is taken or refused with a ThawError: whatever else is thrown fails,
 * with the smallest such input that was found. A hang or memory without bound ends the process.
 */
export async function fuzz(target: Target, { runs, seed, ...limits }: Limits): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-fuzz-'));
  const opened = await target.open(folder);
  const cells = new Float64Array(new SharedArrayBuffer(24));
  const what = `${target.name}, seed ${seed}`;
  const watch = new Worker(new URL('./watch.mjs', import.meta.url), {
    workerData: { state: cells.buffer, what, limits },
    execArgv: [],
  });
  watch.unref();
  let accepted = 0;
  let slowestMs = 0;
  const refused: Record<string, number> = {};
  const startMegabytes = process.memoryUsage.rss() / 2 ** 20;
  const start = performance.now();

  const holds = fc.asyncProperty(opened.inputs, async (input) => {
    cells[0]! += 1;
    cells[1] = Date.now();
    const began = performance.now();
    try {
      if (await opened.parse(input)) accepted += 1;
    } catch (error) {
      if (!(error instanceof ThawError)) throw error;
      if (/\n {4}at .*:\d+:\d+/.test(error.message))
        throw new Error('a trace in a message', { cause: error });
      refused[error.code] = (refused[error.code] ?? 0) + 1;
    } finally {
      slowestMs = Math.max(slowestMs, performance.now() - began);
      cells[1] = 0;
    }
  });
  try {
    await fc.assert(holds, { numRuns: runs, seed, interruptAfterTimeLimit: 3_600_000 });
  } finally {
    await watch.terminate();
    opened.close?.();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    ...{ target: target.name, seed, inputs: cells[0]!, accepted, refused },
    seconds: round((performance.now() - start) / 1000),
    slowestMs: round(slowestMs),
    startMegabytes: Math.round(startMegabytes),
    peakMegabytes: Math.round(Math.max(startMegabytes, cells[2]!)),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
