import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connectTo } from '../../../src/store/postgres/sql.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';

describeWithPostgres('connections', () => {
  test('that break while somebody has them end no process, and are told of', async () => {
    const told: Error[] = [];
    const place = await (await sharedPostgres()).database();
    const connections = connectTo(place, { onError: (error) => told.push(error) });
    try {
      const client = await connections.connect();
      const { rows } = await client.query('select pg_backend_pid() as pid');
      await connections.run('select pg_terminate_backend($1)', [rows[0].pid]);
      while (told.length === 0) await sleep(5);
      await expect(client.query('select 1')).rejects.toThrow();
      client.release(true);
      expect(await connections.one('select 1 as one')).toEqual({ one: 1 });
    } finally {
      await connections.close();
    }
  });
});
