import seedrandom from 'seedrandom';
import { SWEEPS } from '../sleepers/sweeps.js';

/**
 * @typedef {'agent' | 'gateway' | 'postgres'} Victim
 * @typedef {{ point: string, when: 'before' | 'after', nth: number } | { afterMs: number }} Moment
 *   `before`: as the request passes; `after`: as its answer does
 * @typedef {{
 *   moment: Moment, place: number, what: string, victim: Victim, forMs: number, cut: boolean,
 * }} Fault `place`: which agent or gateway; `forMs`: until it is over; `cut`: what passed goes no further
 * @typedef {{
 *   seed: number, sweep: typeof SWEEPS[number], agents: number, gateways: number, epochMs: number,
 *   faults: readonly Fault[],
 * }} Schedule
 */

/** Requests of an agent, by what is in them. */
export const AGENT_POINTS = {
  register: /POST \/v1\/agents HTTP/,
  claim: /POST \/v1\/agents\/[^ ]+\/claim HTTP/,
  begin: /POST \/v1\/leases\/[^ ]+\/report HTTP[\s\S]*"provenance"/,
  epoch: /POST \/v1\/leases\/[^ ]+\/report HTTP[\s\S]*"reports"/,
  upload: /PUT \/v1\/artifacts\/[^ ]+ HTTP/,
  manifest: /POST \/v1\/leases\/[^ ]+\/report HTTP[\s\S]*"made"/,
  end: /POST \/v1\/leases\/[^ ]+\/report HTTP[\s\S]*"how"/,
  finish: /POST \/v1\/leases\/[^ ]+\/finish HTTP/,
  beat: /POST \/v1\/leases\/[^ ]+\/beat HTTP/,
};

/** Statements of a gateway to PostgreSQL, by what is in them. */
export const GATEWAY_POINTS = {
  'job laid down': /insert into leases/i,
  'message kept': /insert into messages/i,
  'verdict kept': /update messages/i,
  'outcome kept': /update attempts/i,
  'message marked': /update leases set[^;]*taken/i,
  'snapshot kept': /insert into snapshots/i,
  supervision: /thaw_jobs[\s\S]*heartbeat/i,
  'lock renewed': /holder_seen/i,
};

/** How often each fault is drawn, of those that fit. */
const FAULTS = [
  { what: 'kill', victim: 'agent', weight: 6 },
  { what: 'term', victim: 'agent', weight: 2 },
  { what: 'halt', victim: 'agent', weight: 1 },
  { what: 'part', victim: 'agent', weight: 2 },
  { what: 'deafen', victim: 'agent', weight: 1 },
  { what: 'mute', victim: 'agent', weight: 1 },
  { what: 'reset', victim: 'agent', weight: 3 },
  { what: 'kill', victim: 'gateway', weight: 5 },
  { what: 'term', victim: 'gateway', weight: 1 },
  { what: 'halt', victim: 'gateway', weight: 1 },
  { what: 'part', victim: 'gateway', weight: 2 },
  { what: 'reset', victim: 'gateway', weight: 2 },
  { what: 'slow', victim: 'gateway', weight: 1 },
  { what: 'kill', victim: 'postgres', weight: 3 },
];

/**
 * What happens to a sweep, all drawn from the seed.
 *
 * @param {number} seed
 * @param {number} leaseMs
 * @returns {Schedule}
 */
export function drawSchedule(seed, leaseMs) {
  const rng = seedrandom(`fleet ${seed}`);
  const below = (/** @type {number} */ most) => Math.floor(rng() * most);
  /** @type {<T>(list: readonly T[]) => T} */
  const one = (list) => list[below(list.length)];
  const agents = 3 + Math.floor(18 * rng() ** 3);
  const gateways = 1 + below(2);
  const bag = FAULTS.flatMap(({ weight, ...fault }) => Array.from({ length: weight }, () => fault));
  let halts = 0;

  /** @returns {Fault} */
  function draw() {
    let { what, victim } = one(bag);
    // A halt takes three leases: one is enough.
    if (what === 'halt' && halts++ > 0) what = 'kill';
    const points = Object.keys(victim === 'agent' ? AGENT_POINTS : atGateway());
    const when = rng() < 0.5 ? 'before' : 'after';
    /** @type {Moment} */
    const moment =
      rng() < 0.25 ? { afterMs: below(9000) } : { point: one(points), when, nth: 1 + below(5) };
    const forMs = what === 'halt' ? 3 * leaseMs : durationOf(what);
    return {
      ...{ moment, what, victim: /** @type {Victim} */ (victim), forMs, cut: rng() < 0.5 },
      place: below(victim === 'agent' ? agents : gateways),
    };
  }

  function atGateway() {
    return rng() < 0.6 ? GATEWAY_POINTS : AGENT_POINTS;
  }

  /** @param {string} what */
  function durationOf(what) {
    const isParting = ['part', 'deafen', 'mute'].includes(what);
    return Math.floor(isParting ? rng() ** 2 * 2 * leaseMs : 100 + rng() * 2500);
  }

  return {
    ...{ seed, agents, gateways, sweep: one(SWEEPS) },
    epochMs: 100 + below(250),
    faults: Array.from({ length: 1 + below(5) }, draw),
  };
}
