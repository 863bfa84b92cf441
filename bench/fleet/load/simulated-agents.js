import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { paths } from '#dist/fleet/protocol/api.js';
import { decode, encode } from '#dist/store/gateway/wire.js';
import { MACHINE, PROVENANCE } from '../sleepers/machine.js';
import { chained, reportOf } from '../sleepers/sleeper.js';

/**
 * @import { Order } from '#dist/fleet/protocol/order.js'
 * @typedef {{ beats: number[], claims: number[], reports: number[], finishes: number[],
 *   asked: Map<string, number>, cohorts: number, trials: number, lost: number,
 *   troubles: Map<string, number> }} Tally latencies in ms; `asked`: when each lease was asked for
 */

/**
 * So many agents as state machines of one process: they claim, beat, report and finish over HTTP as
 * real ones do, and train nothing.
 *
 * @param {{ servers: readonly string[], token: string, count: number, beatMs: number, cohortMs: number, signal: AbortSignal }} options
 */
export function simulateAgents({ servers, token, count, beatMs, cohortMs, signal }) {
  /** @type {Tally} */
  const tally = {
    ...{ beats: [], claims: [], reports: [], finishes: [] },
    asked: new Map(),
    ...{ cohorts: 0, trials: 0, lost: 0, troubles: new Map() },
  };
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

  /**
   * @param {number} place
   * @param {string} path
   * @param {unknown} body
   * @returns {Promise<any>}
   */
  function postOnce(place, path, body) {
    return new Promise((resolve, reject) => {
      const text = encode(body);
      const sent = request(
        `${servers[place % servers.length]}${path}`,
        {
          ...{ method: 'POST', agent, signal, timeout: 60_000 },
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          },
        },
        (response) => {
          let answer = '';
          response.setEncoding('utf8').on('data', (chunk) => {
            answer += chunk;
          });
          response.on('end', () => {
            if (response.statusCode === 200) resolve(decode(answer));
            else
              reject(
                new Error(
                  `${path.split('/').at(-1)} ${response.statusCode} ${answer.slice(0, 200)}`,
                ),
              );
          });
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.on('timeout', () => sent.destroy(new Error(`${path.split('/').at(-1)} timed out`)));
      sent.end(text);
    });
  }

  /**
   * The same, again while nobody listens.
   *
   * @param {Parameters<typeof postOnce>} asked
   */
  async function post(...asked) {
    for (;;) {
      try {
        return await postOnce(...asked);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : null;
        if (code !== 'ECONNREFUSED' && code !== 'ECONNRESET') throw error;
        await sleep(500 + 500 * Math.random(), null, { signal });
      }
    }
  }

  /**
   * @param {number[]} into
   * @param {() => Promise<any>} act
   */
  async function timed(into, act) {
    const started = performance.now();
    const answer = await act();
    into.push(performance.now() - started);
    return answer;
  }

  /** @param {number} place */
  async function live(place) {
    // Not all in the same moment.
    await sleep((place / count) * Math.min(beatMs, cohortMs), null, { signal });
    const { agent: id } = await post(place, paths.agents, {
      name: `simulated-${place}`,
      machine: MACHINE,
      provenance: PROVENANCE,
    });
    while (!signal.aborted) {
      const started = performance.now();
      const asked = Date.now();
      const claimed = await post(place, paths.claim(id), { waitMs: 20_000, lifeMs: null });
      if (claimed.lease === null) continue;
      tally.claims.push(performance.now() - started);
      tally.asked.set(claimed.lease, asked);
      await train(place, claimed.lease, claimed.order);
    }
  }

  /**
   * @param {number} place
   * @param {string} lease
   * @param {Order} order
   */
  async function train(place, lease, order) {
    const over = new AbortController();
    let isEnding = false;
    const beating = (async () => {
      while (!over.signal.aborted) {
        await sleep(beatMs, null, { signal: over.signal }).catch(() => undefined);
        if (over.signal.aborted || signal.aborted) return;
        const { is } = await timed(tally.beats, () =>
          post(place, paths.beat(lease), { progress: null }),
        );
        // One that crosses the end of its lease says nothing.
        if (is === 'lost' && !isEnding) tally.lost += 1;
      }
    })();
    try {
      let first = 1;
      /**
       * @param {string} path
       * @param {readonly unknown[]} messages
       * @param {number[]} into
       */
      const tell = async (path, messages, into) => {
        let rest = messages;
        let from = first;
        first += messages.length;
        for (;;) {
          const taken = await timed(into, () => post(place, path, { first: from, messages: rest }));
          if (taken.is === 'lost') throw new Error('lost');
          if (taken.is === 'taken') return taken.verdicts ?? {};
          from = first - 1;
          rest = rest.slice(-1);
        }
      };
      await tell(paths.report(lease), [{ type: 'begin', provenance: PROVENANCE }], tally.reports);
      let states = new Map(order.trials.map((trial) => [trial, '']));
      const epochs = Math.max(...order.trials.map(({ recipe }) => recipe.pace.epochs));
      const work = { trunk: 1, trunkAlone: 1, trained: 1, trainedAlone: 1 };
      for (let epoch = 0; states.size > 0; epoch += 1) {
        await sleep((cohortMs / epochs) * (0.8 + 0.4 * Math.random()), null, { signal });
        states = new Map(
          Array.from(states, ([trial, state]) => [trial, chained(state, trial.recipe, epoch)]),
        );
        const reports = Array.from(states, ([{ trialId, recipe }, state]) => {
          return { trialId, report: reportOf(recipe, epoch, state) };
        });
        const verdicts = await tell(
          paths.report(lease),
          [{ type: 'epoch', epoch, reports }],
          tally.reports,
        );
        const ends = [...states.keys()].flatMap((trial) => {
          const { trialId, recipe } = trial;
          const isLast = epoch + 1 >= recipe.pace.epochs;
          const verdict = verdicts[trialId] ?? 'continue';
          if (!isLast && verdict === 'continue') return [];
          states.delete(trial);
          tally.trials += 1;
          const how = isLast ? 'finished' : verdict === 'pause' ? 'paused' : 'stopped';
          return [{ type: 'end', end: { trialId, how } }];
        });
        if (states.size === 0) {
          isEnding = true;
          await tell(paths.finish(lease), [...ends, { type: 'done', work }], tally.finishes);
        } else if (ends.length > 0) await tell(paths.report(lease), ends, tally.reports);
      }
      tally.cohorts += 1;
    } finally {
      over.abort();
      await beating;
    }
  }

  const living = Promise.all(
    Array.from({ length: count }, async (_, place) => {
      while (!signal.aborted) {
        try {
          await live(place);
        } catch (error) {
          if (signal.aborted) return;
          const why = error instanceof Error ? error.message : String(error);
          tally.troubles.set(why, (tally.troubles.get(why) ?? 0) + 1);
          await sleep(1000 + 2000 * Math.random(), null, { signal }).catch(() => undefined);
        }
      }
    }),
  );
  return { tally, living };
}
