import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second, as /proc counts them. */
const HZ = 100;

/**
 * Seconds of CPU that PostgreSQL has taken: its server, its backends, and those that have ended.
 *
 * @param {number} pid of the server
 */
export function postgresSeconds(pid) {
  const own = ticksOf(pid);
  if (!own) return 0;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ticksOf(Number(name)))
    .filter((each) => each?.parent === pid);
  const living = children.reduce((sum, each) => sum + (each?.own ?? 0), own.own);
  return (living + own.ofChildren) / HZ;
}

/**
 * Seconds of CPU, and bytes, of one process.
 *
 * @param {number} pid
 */
export function processUse(pid) {
  const ticks = ticksOf(pid);
  const status = existsSync(`/proc/${pid}/status`)
    ? readFileSync(`/proc/${pid}/status`, 'utf8')
    : '';
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  return { seconds: (ticks?.own ?? 0) / HZ, bytes: Number(kib) * 1024 };
}

/** @param {number} pid */
function ticksOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent, , , , , , , , , , user, system, childUser, childSystem] = fields;
    return { parent, own: user + system, ofChildren: childUser + childSystem };
  } catch {
    return null; // It has ended.
  }
}

/**
 * @param {readonly number[]} values
 * @param {number} share
 */
function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** @param {readonly number[]} values */
export function spread(values) {
  const at = (/** @type {number} */ share) => Math.round(10 * quantile(values, share)) / 10;
  return { count: values.length, p50: at(0.5), p99: at(0.99), most: at(1) };
}
