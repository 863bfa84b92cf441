import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive } from './is-alive.js';

/** As this process found it: a laptop takes another name with another network. */
const HOST = hostname();

/** What tells a running process from all others, also from later ones with its id. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When it started, in the system's own units; empty where that cannot be known. */
  readonly start: string;
}

export function processIdentity(pid: number = process.pid): ProcessIdentity {
  return { host: HOST, pid, start: startOf(pid) };
}

/** Whether this very process runs on this machine. Another machine's cannot be looked at: false. */
export function isRunning({ host, pid, start }: ProcessIdentity): boolean {
  if (host !== HOST || !isAlive(pid)) return false;
  const now = startOf(pid);
  return start === '' || now === '' || start === now;
}

/** Linux: field 22 of /proc/PID/stat, ticks since boot. The name before it may hold spaces. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
