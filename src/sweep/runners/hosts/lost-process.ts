import { BackendError } from '../../../core/errors.js';

/** A worker's process ended, or never began, and its task with it. */
export class LostProcess extends BackendError {
  /** What ended it, if a signal did. */
  readonly signal: NodeJS.Signals | null;
  constructor(message: string, signal: NodeJS.Signals | null = null) {
    super(message);
    this.signal = signal;
  }
}

/** Whether such a signal comes from outside, rather than from what the process computed. */
export function isFromOutside(signal: NodeJS.Signals | null): boolean {
  return signal !== null && !FAULTS.has(signal);
}

/** What the system sends to a program that went wrong by itself. */
const FAULTS: ReadonlySet<NodeJS.Signals> = new Set([
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGTRAP',
  'SIGSYS',
]);
