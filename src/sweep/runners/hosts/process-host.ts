import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MessagePort } from 'node:worker_threads';
import { messageOf } from '../../../core/errors.js';
import { type Control, openControl } from '../../../worker/protocol/control.js';
import type { Host, HostOptions, Result, RunOptions, Task, TaskName } from './host.js';
import { LostProcess } from './lost-process.js';
import type { FromProcess, ToProcess } from './messages.js';

/** A process that one worker has to itself. */
export interface ProcessPlace {
  /** For a person: `GPU 1`. */
  readonly name: string;
  /** Environment beside this process's: what native code of this worker alone is to see. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A worker in a process of its own: what computes there is the same thread, behind a process that
 * passes on what cannot cross by itself (hosts/serve-parent.ts). It ends with this process.
 */
export function createProcessHost(options: HostOptions, place: ProcessPlace): Host {
  let running: ChildProcess | undefined;

  return {
    async run(name, task, { kill }) {
      const child = running && isAlive(running) ? running : startProcess(place);
      running = child;
      return await runIn(child, place, { host: options, name, task, kill });
    },
    async end() {
      const child = running;
      running = undefined;
      if (!child || !isAlive(child)) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What a worker's process runs: plain JavaScript, as nothing of ours need be loaded to end it. */
const ENTRY = fileURLToPath(new URL('../../../../bin/worker-process.js', import.meta.url));

function startProcess({ env }: ProcessPlace): ChildProcess {
  const child = fork(ENTRY, {
    env: { ...process.env, ...env },
    serialization: 'advanced',
    // What native libraries print there is no result of this program.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  // Between two tasks nobody else listens; unheard, it would end this process.
  child.on('error', () => undefined);
  return child;
}

function isAlive({ pid, exitCode, signalCode, connected }: ChildProcess): boolean {
  return pid !== undefined && connected && exitCode === null && signalCode === null;
}

interface Run<N extends TaskName> extends Pick<RunOptions, 'kill'> {
  readonly host: HostOptions;
  readonly name: N;
  readonly task: Task<N>;
}

function runIn<N extends TaskName>(
  child: ChildProcess,
  place: ProcessPlace,
  { host, name, task, kill }: Run<N>,
): Promise<Result<N>> {
  const port = 'port' in task ? portOf(task.port) : null;
  const control = 'control' in task ? openControl(task.control) : null;
  const plain = { ...task, port: null, control: null };
  const controlBytes = control?.memory.byteLength ?? null;
  const end = () => void child.kill('SIGKILL');
  let spoke = false;
  let open = true;

  return new Promise<Result<N>>((resolve, reject) => {
    function settle(act: () => void): void {
      if (!open) return;
      open = false;
      child.off('message', take).off('error', unstarted).off('exit', lost);
      kill?.removeEventListener('abort', end);
      act();
    }

    function take(message: FromProcess): void {
      spoke = true;
      if (message.type === 'message') port?.postMessage(message.message);
      else if (message.type === 'pulse') control?.beat(message.pulse);
      else if (message.type === 'failed') settle(() => reject(message.error));
      else settle(() => resolve(message.result as Result<N>));
    }

    function unstarted(error: Error): void {
      settle(() => reject(new LostProcess(unstartedText(place, error))));
    }

    /** What it said last is read before that counts. */
    async function lost(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
      if (child.connected) await once(child, 'disconnect');
      settle(() =>
        reject(new LostProcess(lostText(place, signal ?? `exit code ${code}`, spoke), signal)),
      );
    }

    child.on('message', take).on('error', unstarted).on('exit', lost);
    if (kill?.aborted) end();
    kill?.addEventListener('abort', end, { once: true });
    tell(child, { type: 'run', host, name, task: plain, hasPort: port !== null, controlBytes });
    if (control) void follow(control, child, () => open);
  });
}

/** Passes on what this process says to the cohort, as soon as it does. */
async function follow(control: Control, child: ChildProcess, isOpen: () => boolean): Promise<void> {
  while (isOpen()) {
    const more = control.ordered();
    tell(child, { type: 'orders', orders: control.orders() });
    await more;
  }
}

/** One that is gone hears nothing: that it is gone is told by its `exit`. */
function tell(child: ChildProcess, message: ToProcess): void {
  child.send(message, () => undefined);
}

function portOf(port: unknown): MessagePort | null {
  return port instanceof MessagePort ? port : null;
}

function unstartedText({ name }: ProcessPlace, error: unknown): string {
  return `The worker process of ${name} could not be started: ${messageOf(error)}`;
}

function lostText({ name }: ProcessPlace, end: string, spoke: boolean): string {
  const when = spoke ? 'in the middle of its work' : 'before it could say anything';
  return `The worker process of ${name} ended (${end}) ${when}`;
}
