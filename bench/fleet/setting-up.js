import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { listingText } from '#dist/core/prints/data-listing.js';
import { paths } from '#dist/fleet/protocol/api.js';
import { createToken } from '#dist/fleet/tokens/tokens.js';
import { decode, encode } from '#dist/store/gateway/wire.js';
import { openStore } from '#dist/store/postgres/postgres-store.js';
import { connectTo } from '#dist/store/postgres/sql.js';

/**
 * @import { SweepSpec } from '#dist/core/sweep.js'
 * @import { Submission } from '#dist/fleet/protocol/api.js'
 */

export const TEAM = 'lab';

/**
 * Makes Thaw's tables, and a token of each role.
 *
 * @param {string} url of an empty database
 */
export async function prepareDatabase(url) {
  await (await openStore(url, { access: 'create' })).close();
  const connections = connectTo(url, { size: 1 });
  try {
    const create = async (/** @type {'agent' | 'user'} */ role) => {
      const { token } = await createToken(connections, {
        ...{ team: TEAM, owner: 'ada', role, lifeMs: null },
      });
      return token;
    };
    return { agent: await create('agent'), user: await create('user') };
  } finally {
    await connections.close();
  }
}

/**
 * Submits a sweep, as soon as a gateway takes it.
 *
 * @param {string} server
 * @param {string} token
 * @param {{ spec: SweepSpec, source: string }} read
 * @returns {Promise<number>} the sweep's id
 */
export async function submit(server, token, { spec, source }) {
  const classNames = Array.from({ length: 10 }, (_, place) => `class ${place}`);
  const listing = { classNames, files: [] };
  const digest = createHash('sha256').update(listingText(listing)).digest('hex');
  /** @type {Submission} */
  const submission = {
    ...{ spec, source, file: `/sweeps/${spec.name}.yaml`, priority: 1, budgetSeconds: null },
    fingerprint: { classNames, data: digest, weights: null },
    listing,
  };
  for (let tries = 0; ; tries += 1) {
    try {
      const { sweepId } = await post(server, token, paths.sweeps, submission);
      return sweepId;
    } catch (error) {
      if (tries > 150) throw error;
      await sleep(200);
    }
  }
}

/**
 * @param {string} server
 * @param {string} token
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<any>}
 */
async function post(server, token, path, body) {
  const response = await fetch(`${server}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: encode(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return decode(text);
}
