import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Progress } from '../../core/progress.js';

/** Runs a task that tells its progress through a port: passes that on, and closes the port. */
export async function withProgressPort<Result>(
  onProgress: (progress: Progress) => void,
  task: (port: MessagePort) => Promise<Result>,
): Promise<Result> {
  const { port1: ours, port2: theirs } = new MessageChannel();
  ours.on('message', onProgress);
  try {
    const result = await task(theirs);
    // The result travels on another port and may overtake the last messages.
    for (let last = receiveMessageOnPort(ours); last; last = receiveMessageOnPort(ours)) {
      onProgress(last.message);
    }
    return result;
  } finally {
    ours.close();
  }
}
