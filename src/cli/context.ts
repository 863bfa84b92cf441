import { plain } from '../core/words/plain.js';
import { leaveUnread, onHangup } from './hangup.js';
import { createOutlet } from './outlet.js';
import { createOutput, type Output } from './output.js';
import { wantsColor } from './text/style.js';

/** What a command knows of the world; tests pass another. */
export interface CliContext {
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Read here; written only to pass settings to native libraries. */
  readonly env: Record<string, string | undefined>;
  /** Results: what a script reads. */
  readonly out: Output;
  /** Progress, notes and errors. */
  readonly err: Output;
  /** The worker's file (worker/protocol/tasks.ts `Tasks`). */
  readonly worker: URL;
  /** Processor cores to share between workers. */
  readonly cores: number;
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Calls back on every SIGINT and SIGTERM, and on `also`, until the returned function is called. */
  onSignal(listener: () => void, also?: 'SIGUSR1' | 'SIGUSR2'): () => void;
  /** See `onHangup` in hangup.ts. */
  onHangup(listener: (code: number) => void): () => void;
  /** Ends the process now, whatever still runs. */
  exitNow(code: number): void;
  /** Lines of standard input, without their ends, read as far as they are asked for. */
  lines(): AsyncIterable<string>;
  /** One line from a person; null where nobody can answer. */
  ask(question: string): Promise<string | null>;
}

/** The context of this process. */
export function processContext(cores: number, exitNow: (code: number) => void): CliContext {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: outputOf(process.stdout, exitNow),
    err: outputOf(process.stderr, exitNow),
    worker: new URL('../worker/worker.js', import.meta.url),
    cores,
    now: () => performance.now(),
    onSignal(listener, also) {
      const signals = ['SIGINT', 'SIGTERM', ...(also ? [also] : [])];
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    onHangup,
    exitNow,
    async *lines() {
      const { createInterface } = await import('node:readline');
      yield* createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
    },
    async ask(question) {
      if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await lines.question(plain(question));
      } finally {
        lines.close();
      }
    },
  };
}

function outputOf(
  stream: Parameters<typeof createOutlet>[0],
  exitNow: CliContext['exitNow'],
): Output {
  return createOutput({
    ...createOutlet(stream, (code) => leaveUnread(code, exitNow)),
    isTerminal: stream.isTTY === true,
    columns: () => (stream.isTTY ? Math.max(40, stream.columns || 80) : 80),
    colors: wantsColor(process.env, stream.isTTY === true),
  });
}
