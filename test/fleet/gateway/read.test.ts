import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type Sight, sightOf } from '../../../src/fleet/gateway/reading/sight.js';
import { copySweeps } from '../../../src/store/copying/copy-sweeps.js';
import { openStore as openRemote } from '../../../src/store/gateway/gateway-store.js';
import type { Store } from '../../../src/store/port.js';
import { rowsOf } from '../../../src/store/postgres/postgres-rows.js';
import { openStore as openPostgres } from '../../../src/store/postgres/postgres-store.js';
import { connectTo } from '../../../src/store/postgres/sql.js';
import { openStore as openSqlite } from '../../../src/store/sqlite/sqlite-store.js';
import { tableAccess } from '../../../src/store/sqlite/table-access.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';
import { acts, live } from '../../store/copying/random-store.js';
import { readingsOfAll } from '../../store/copying/readings-of-all.js';

import { serveReadings } from './serve-readings.js';

const toClose: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

/** Who may see everything. */
const all: Sight = {
  sweeps: async (ids) => new Set(ids),
  trials: async (ids) => new Set(ids),
  listing: async () => true,
};

async function served(store: Store, sight: (team: string) => Sight = () => all) {
  const server = await serveReadings({ store, sightOf: sight });
  toClose.push(server.close);
  return server;
}

async function remote(address: string, token = 'blue-user'): Promise<Store> {
  const store = await openRemote(address, { token, patienceMs: 500 });
  toClose.push(store.close);
  return store;
}

const SEVERAL = { numRuns: 2, endOnFailure: true };

function sqlite(): Store {
  const store = openSqlite(':memory:');
  toClose.push(store.close);
  return store;
}

async function expectSame(
  found: ReadonlyMap<string, unknown>,
  expected: ReadonlyMap<string, unknown>,
): Promise<void> {
  expect([...found.keys()]).toEqual([...expected.keys()]);
  for (const [what, answer] of expected) expect(found.get(what), what).toEqual(answer);
}

test('a gateway says of results what their database says, to the bit', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (happening) => {
      const store = sqlite();
      await live(store, happening);
      const far = await remote((await served(store)).address);
      await expectSame(await readingsOfAll(far.readings), await readingsOfAll(store.readings));
      expect(await far.readings.stamp()).toEqual(await store.readings.stamp());
      expect(await far.log.changes()).toEqual(await store.log.changes());
      for (const { id } of await store.readings.sweeps()) {
        expect(await far.log.events(id)).toEqual(await store.log.events(id));
        expect(await far.log.events(id, { after: 3 })).toEqual(
          await store.log.events(id, { after: 3 }),
        );
      }
    }),
    SEVERAL,
  );
});

describeWithPostgres('teams that share a database', () => {
  test('see their own sweeps and trials as if there were no others', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (happening) => {
        const place = await (await sharedPostgres()).database();
        const store = await openPostgres(place);
        toClose.push(store.close);
        await live(store, happening);
        const sweeps = (await store.readings.sweeps()).map(({ id }) => id);
        const blue = sweeps.filter((_, index) => index % 2 === 0);
        const connections = connectTo(place);
        toClose.push(connections.close);
        for (const id of sweeps) {
          await connections.run(
            `insert into submissions (sweep_id, team, owner, priority, wanted, made, submitted_at)
             values ($1, $2, 'ann', 1, 'run', '{}', 0)`,
            [id, blue.includes(id) ? 'blue' : 'red'],
          );
        }
        const { address } = await served(store, (team) => sightOf(connections, team));

        const trials = await Promise.all(sweeps.map((id) => store.readings.trials(id)));
        const everyone = { sweeps, trials: trials.flat().map(({ id }) => id) };
        const far = await remote(address);
        const { cursor } = (await far.log.changes())!;
        for (const id of sweeps) await store.queue.updateSweep(id, { state: 'finished' });
        expect((await far.log.changes(cursor))?.sweeps.toSorted()).toEqual(blue.toSorted());
        const touched = await store.readings.trials(sweeps.find((id) => !blue.includes(id)) ?? 0);
        for (const { id } of touched)
          await store.log.addTest({ trialId: id, images: 1, loss: 1, accuracy: 0 });
        expect((await far.log.changes(cursor))?.trials).toEqual(new Map());
        const alone = join(mkdtempSync(join(tmpdir(), 'thaw-team-')), 'blue.sqlite');
        await connections.inSnapshot((sql) =>
          tableAccess.write(alone, { readOlder: noOlder, onUpgrade: () => undefined }, (to) =>
            copySweeps({
              ...{ from: rowsOf(connections, sql), to, chosen: blue, again: false, lastFolder: 0 },
              member: { team: 'blue', owner: 'ada' },
              placeFiles: async () => undefined,
              onRows: () => undefined,
              signal: new AbortController().signal,
            }),
          ),
        );
        const expected = openSqlite(alone, { access: 'read' });
        toClose.push(expected.close);
        await expectSame(
          await readingsOfAll(far.readings, everyone),
          await readingsOfAll(expected.readings, everyone),
        );
      }),
      SEVERAL,
    );
  });
});

async function noOlder(): Promise<never> {
  throw new Error('no older program made it');
}
