import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.js';
import { createTokenGate } from '../../src/fleet/tokens/token-gate.js';
import { createToken, listTokens, revokeToken } from '../../src/fleet/tokens/tokens.js';
import type { Connections } from '../../src/store/postgres/sql.js';
import { describeWithPostgres } from '../postgres/describe.js';
import { fleetDatabase } from './fleet-database.js';

const ANN = { team: 'blue', owner: 'ann', role: 'user', lifeMs: null } as const;

describeWithPostgres('tokens', () => {
  let connections: Connections;
  beforeAll(async () => {
    connections = await fleetDatabase();
  });
  afterAll(async () => {
    await connections?.close();
  });

  const bearer = (token: string) => `Bearer ${token}`;
  const check = (token: string, gate = createTokenGate(connections), address = 'here') =>
    gate.check(bearer(token), address);

  test('a token says whose it is, and the database does not say the token', async () => {
    const { token, row } = await createToken(connections, ANN);
    expect(await check(token)).toEqual({
      ...{ tokenId: row.id, team: 'blue', owner: 'ann', role: 'user' },
    });
    const kept = await connections.all('select * from tokens');
    expect(JSON.stringify(kept)).not.toContain(token.split('_')[2]);
    expect(JSON.stringify(await listTokens(connections))).not.toContain(token.split('_')[2]);
  });

  test('its use is noted, and what became of it shown', async () => {
    const { token, row } = await createToken(connections, ANN);
    expect(row).toMatchObject({ state: 'valid', usedAt: null });
    await check(token);
    const shown = async () => (await listTokens(connections)).find(({ id }) => id === row.id);
    expect((await shown())?.usedAt).toBeGreaterThan(0);
    await revokeToken(connections, row.id);
    expect(await shown()).toMatchObject({ state: 'revoked' });
    const spent = await createToken(connections, { ...ANN, lifeMs: 0 });
    expect(spent.row.state).toBe('expired');
  });

  test('one that was revoked or has expired is refused within seconds, in the midst of its use', async () => {
    const gate = createTokenGate(connections);
    const [revoked, expiring] = [
      await createToken(connections, ANN),
      await createToken(connections, { ...ANN, lifeMs: 1000 }),
    ];
    for (const { token } of [revoked, expiring]) await check(token, gate);
    await revokeToken(connections, revoked.row.id);
    const refused = async (token: string) =>
      check(token, gate).then(
        () => 200,
        ({ status }: { status: number }) => status,
      );
    await expect
      .poll(() => Promise.all([refused(revoked.token), refused(expiring.token)]), {
        timeout: 6000,
        interval: 200,
      })
      .toEqual([401, 401]);
  });

  test('nothing else is let in', async () => {
    const { token, row } = await createToken(connections, ANN);
    const gate = createTokenGate(connections);
    const wrong = [
      undefined,
      '',
      token,
      'Basic YTpi',
      bearer(''),
      bearer(row.id),
      bearer(`thaw_${row.id}_${'0'.repeat(64)}`),
      bearer(`thaw_${'0'.repeat(12)}_${'0'.repeat(64)}`),
      bearer(`${token}0`),
      bearer(`thaw_' or 1=1 --_${'0'.repeat(64)}`),
      bearer('__proto__'),
    ];
    for (const each of wrong) {
      await expect(gate.check(each, 'there'), String(each)).rejects.toMatchObject({ status: 401 });
    }
  });

  test('whoever sends many wrong ones has to wait, and does not keep out those who are known', async () => {
    const { token } = await createToken(connections, ANN);
    const late = await createToken(connections, ANN);
    const gate = createTokenGate(connections);
    await check(token, gate, 'proxy');
    for (let i = 0; i < 20; i += 1) {
      await expect(gate.check('Bearer guess', 'proxy')).rejects.toMatchObject({ status: 401 });
    }
    await expect(gate.check('Bearer guess', 'proxy')).rejects.toMatchObject({ status: 429 });
    await expect(check(late.token, gate, 'proxy')).rejects.toMatchObject({ status: 429 });
    expect(await check(token, gate, 'proxy')).toMatchObject({ owner: 'ann' });
    expect(await check(late.token, gate, 'elsewhere')).toMatchObject({ owner: 'ann' });
  });

  test('none is revoked that is not there', async () => {
    await expect(revokeToken(connections, 'nobody')).rejects.toThrow(UsageError);
  });
});
