import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { serializeError } from '../../../core/errors.js';
import type { SerializedError } from '../../../core/trial.js';
import { type Control, openControl } from '../../../worker/protocol/control.js';
import type { Host } from './host.js';
import { isSerialized } from './is-serialized.js';
import type { FromProcess, ToProcess } from './messages.js';
import { createThreadHost } from './thread-host.js';

/** Milliseconds between two looks at a cohort's pulse. */
const PULSE = 250;

/**
 * What a worker's process does: runs in a thread whatever task its parent sends, one at a time. What
 * is shared memory to a thread becomes messages here, and this thread is always free to read them.
 */
export function serveParent(): void {
  let host: Host | undefined;
  let control: Control | null = null;

  async function run(order: Extract<ToProcess, { type: 'run' }>): Promise<void> {
    host ??= createThreadHost(order.host);
    const { port1: ours, port2: theirs } = new MessageChannel();
    const pass = (message: unknown) => tell({ type: 'message', message });
    ours.on('message', pass);
    control = copyOf(order.controlBytes);
    const pulse = control && passPulse(control);
    const task = {
      ...order.task,
      ...(order.hasPort ? { port: theirs } : {}),
      ...(control ? { control: control.memory } : {}),
    };
    const transfer = order.hasPort ? [theirs] : [];
    const outcome = await outcomeOf(host.run(order.name, task as never, { transfer }));
    // The result travels on another port and may overtake the last messages.
    for (let last = receiveMessageOnPort(ours); last; last = receiveMessageOnPort(ours)) {
      pass(last.message);
    }
    ours.close();
    clearInterval(pulse ?? undefined);
    control = null;
    tell(outcome);
  }

  process.on('message', (message: ToProcess) => {
    if (message.type === 'run') void run(message);
    else control?.obey(message.orders);
  });
}

function copyOf(bytes: number | null): Control | null {
  return bytes === null ? null : openControl(new SharedArrayBuffer(bytes));
}

function passPulse(control: Control): NodeJS.Timeout {
  let last = control.pulse();
  return setInterval(() => {
    const pulse = control.pulse();
    if (pulse !== last) tell({ type: 'pulse', pulse });
    last = pulse;
  }, PULSE);
}

async function outcomeOf(running: Promise<unknown>): Promise<FromProcess> {
  try {
    return { type: 'done', result: await running };
  } catch (error) {
    return { type: 'failed', error: plainly(error) };
  }
}

function plainly(error: unknown): SerializedError {
  return isSerialized(error) ? error : serializeError(error);
}

/** A parent that is gone hears nothing; this process ends with it. */
function tell(message: FromProcess): void {
  process.send?.(message, undefined, undefined, () => undefined);
}
