import { setTimeout as sleep } from 'node:timers/promises';
import { AGENT_POINTS, GATEWAY_POINTS } from './schedule.js';

/**
 * @import { Cluster } from './cluster.js'
 * @import { Link } from './fault-proxy.js'
 * @import { Postgres } from '../postgres.js'
 * @import { Fault } from './schedule.js'
 */

/**
 * Lets the faults of a schedule happen, each at its moment.
 *
 * @param {readonly Fault[]} faults
 * @param {Cluster} cluster
 * @param {Postgres} postgres
 */
export function inflict(faults, cluster, postgres) {
  /** @type {string[]} */
  const done = [];
  /** @type {Set<Promise<void>>} */
  const open = new Set();
  const started = Date.now();
  let isOver = false;

  for (const fault of faults) {
    const act = (/** @type {Link | null} */ link) => {
      if (isOver) return;
      done.push(`${Date.now() - started} ms: ${textOf(fault)}`);
      if (fault.cut || fault.what === 'reset') link?.cut();
      const over = happen(fault, cluster, postgres).catch((error) => {
        done.push(`${fault.what} of ${fault.victim}: ${error.message}`);
      });
      open.add(over);
      void over.then(() => open.delete(over));
    };
    const { moment } = fault;
    if ('afterMs' in moment) setTimeout(act, moment.afterMs, null);
    else setTraps(fault, moment, cluster, act);
  }
  return {
    /** What happened so far. */
    done,
    /** Nothing happens any more; resolves once what did is over. */
    async stop() {
      isOver = true;
      await Promise.all(open);
    },
  };
}

/**
 * @param {Fault} fault
 * @param {Exclude<Fault['moment'], { afterMs: number }>} moment
 * @param {Cluster} cluster
 * @param {(link: Link) => void} act
 */
function setTraps({ place, victim }, { point, when, nth }, cluster, act) {
  const isStatement = point in GATEWAY_POINTS;
  const pattern = { ...AGENT_POINTS, ...GATEWAY_POINTS }[point];
  if (!pattern) throw new Error(`no point is called ${point}`);
  const proxies = isStatement ? cluster.gateways.map(({ proxy }) => proxy) : cluster.proxies;
  // An agent is caught at its own requests; others at whosever come first.
  const where = victim === 'agent' ? [proxies[place]] : proxies;
  let isSprung = false;
  for (const proxy of where) {
    const once = (/** @type {Link} */ link) => {
      if (isSprung) return;
      isSprung = true;
      act(link);
    };
    proxy.trap({
      ...{ way: 'up', pattern, nth },
      act(link) {
        if (when === 'before') return once(link);
        const answer = isStatement ? /C/ : /HTTP\/1\.1 \d/;
        proxy.trap({ way: 'down', pattern: answer, nth: 1, on: link, act: once });
      },
    });
  }
}

/**
 * Resolves once it is over.
 *
 * @param {Fault} fault
 * @param {Cluster} cluster
 * @param {Postgres} postgres
 */
async function happen({ what, victim, place, forMs, cut }, cluster, postgres) {
  if (victim === 'postgres') {
    // At once, as the others: not by way of another process.
    process.kill(postgres.pid(), 'SIGQUIT');
    await sleep(forMs);
    return restart(postgres);
  }
  const { process: its, proxy } = (victim === 'agent' ? cluster.agents : cluster.gateways)[place];
  switch (what) {
    case 'kill':
      return its.kill('SIGKILL', forMs);
    case 'term':
      return its.kill('SIGTERM', forMs);
    case 'halt':
      its.halt();
      await sleep(forMs);
      return its.goOn();
    case 'part':
    case 'deafen':
    case 'mute': {
      proxy.hold(what === 'part' ? ['up', 'down'] : what === 'deafen' ? ['down'] : ['up']);
      await sleep(forMs);
      // Whatever stands between them may have forgotten the connections.
      if (cut) proxy.cut();
      return proxy.release();
    }
    case 'reset':
      return proxy.cut();
    case 'slow':
      proxy.delay(80);
      await sleep(forMs);
      return proxy.delay(0);
    default:
      throw new Error(`no fault is called ${what}`);
  }
}

/** @param {Postgres} postgres */
async function restart(postgres) {
  for (let tries = 0; ; tries += 1) {
    try {
      await postgres.start();
      return;
    } catch (error) {
      if (tries > 20) throw error;
      await sleep(300);
    }
  }
}

/** @param {Fault} fault */
export function textOf({ what, victim, place, moment, forMs, cut }) {
  const at = 'point' in moment ? `${moment.when} ${moment.point} ${moment.nth}` : 'by the clock';
  return `${what} ${victim} ${place} ${at}, ${forMs} ms${cut ? ', cut' : ''}`;
}
