import { closeSync, openSync, readFileSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Puts the null device in place of what stood for a terminal. At its exit Node gives the terminal
 * its settings back, and aborts where the terminal is gone (SIGSEGV or SIGABRT, whatever the exit
 * code was to be); a descriptor that leads elsewhere by then is let alone.
 */
export function forgetTerminal(): void {
  for (const fd of [0, 1, 2]) {
    try {
      if (!wasTerminal.has(fd) || isatty(fd)) continue;
      closeSync(fd);
      openSync('/dev/null', 'r+'); // takes the lowest number that is free
    } catch {
      // Closed already.
    }
  }
}

/** At the start: one that is gone is no longer known for a terminal. */
const wasTerminal = new Set([0, 1, 2].filter((fd) => isatty(fd)));

/**
 * Whether `nohup` started this process. Node undoes that SIGHUP is ignored, so it can only be told
 * by what else nohup does: it makes standard input one that can be written but not read.
 */
export function startedByNohup(): boolean {
  try {
    const flags = /^flags:\s*(\d+)$/m.exec(readFileSync('/proc/self/fdinfo/0', 'utf8'));
    return flags !== null && (Number.parseInt(flags[1]!, 8) & 3) === WRITE_ONLY;
  } catch {
    return false;
  }
}

const WRITE_ONLY = 1;
