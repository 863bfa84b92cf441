import { readFileSync, readlinkSync } from 'node:fs';
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
  /** Where process ids mean the same as to it: a start of a system, and a namespace there. */
  readonly place: string;
}

/** `unknown`: it cannot be looked at from here, or it is halted and may go on. */
export type Life = 'alive' | 'dead' | 'unknown';

export function processIdentity(pid: number = process.pid): ProcessIdentity {
  return { host: HOST, pid, start: statOf(pid)?.start ?? '', place: PLACE };
}

/** What can be told of this very process now. One that ended and was never reaped is dead. */
export function lifeOf({ pid, start, place }: ProcessIdentity): Life {
  if (place !== PLACE) return 'unknown';
  if (!isAlive(pid)) return 'dead';
  const now = statOf(pid);
  if (!now) return 'unknown';
  if ('ZX'.includes(now.state) || (start !== '' && now.start !== start)) return 'dead';
  return start === '' || 'Tt'.includes(now.state) ? 'unknown' : 'alive';
}

/** Containers on one kernel may share a host name, and number their processes apart. */
const PLACE = placeOf();

function placeOf(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return HOST;
  }
}

/** Linux: fields 3 and 22 of /proc/PID/stat, ticks since boot. The name before may hold spaces. */
function statOf(pid: number): { readonly state: string; readonly start: string } | undefined {
  try {
    // In a namespace without a /proc of its own these are other processes.
    if (readlinkSync('/proc/self') !== String(process.pid)) return undefined;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', start: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
