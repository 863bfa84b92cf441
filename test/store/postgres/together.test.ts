import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type PostgresStore } from '../../../src/store/postgres/postgres-store.js';
import { fakeReport, fakeSpec, newTrials, PROVENANCE } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';

describeWithPostgres('calls that wait side by side', () => {
  let store: PostgresStore;
  let sweepId: number;
  let trialIds: readonly number[];

  beforeAll(async () => {
    store = await openStore(await (await sharedPostgres()).database());
    sweepId = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
    const trials = await store.queue.add(
      sweepId,
      newTrials(Array.from({ length: 20 }, () => ({}))),
    );
    trialIds = trials.map(({ id }) => id);
  });
  afterAll(async () => {
    await store.close();
  });

  const note = (message: string) =>
    store.log.addEvent({ sweepId, trialId: null, kind: 'note', message });

  const notes = async () =>
    (await store.log.events(sweepId))
      .filter(({ kind }) => kind === 'note')
      .map((each) => each.message);

  test('become few transactions, in the order of the calls', async () => {
    const asked = Array.from({ length: 50 }, (_, n) => `first ${n}`);
    await Promise.all(asked.map(note));
    expect(await notes()).toEqual(asked);
    const made = await store.fenced(sweepId, (sql) =>
      sql.one<{ readonly n: number }>(
        `select count(distinct xmin::text)::integer as n from events where kind = 'note'`,
      ),
    );
    expect(made!.n).toBeLessThan(10);
  });

  test('are each done once, however many go on as soon as theirs is done', async () => {
    const chains = Array.from({ length: 30 }, (_, chain) => `chain ${chain}`);
    await Promise.all(
      chains.map(async (chain) => {
        for (let n = 0; n < 20; n += 1) {
          await note(`${chain}: ${n}`);
          if (n % 7 === 0) await store.readings.stamp();
        }
      }),
    );
    const all = await notes();
    for (const chain of chains) {
      const own = all.filter((each) => each.startsWith(`${chain}: `));
      expect(own).toEqual(Array.from({ length: 20 }, (_, n) => `${chain}: ${n}`));
    }
  }, 20_000);

  test('are each done alone where one of them fails, which is no other’s loss', async () => {
    const [one, two, three] = trialIds;
    const asked = [
      note('before'),
      store.queue.take([one!], PROVENANCE),
      store.queue.take([two!, one!], PROVENANCE),
      store.log.report([{ trialId: one!, report: fakeReport(0, 0.5) }]),
      store.fenced(sweepId, async (sql) => {
        await sql.run('delete from events where sweep_id = $1', [sweepId]);
        await sql.run('select 1 / 0');
      }),
      store.queue.take([three!], PROVENANCE),
      note('after'),
    ];
    const ended = await Promise.allSettled(asked);
    expect(ended.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    ]);
    const states = await Promise.all(
      [one, two, three].map(async (id) => (await store.readings.trial(id!))?.state),
    );
    expect(states).toEqual(['running', 'queued', 'running']);
    expect((await store.readings.trial(one!))?.reports).toHaveLength(1);
    expect((await notes()).slice(-2)).toEqual(['before', 'after']);
  });

  test('of a sweep that was lost fail, all of them', async () => {
    await store.fenced(sweepId, (sql) =>
      sql.run(`update sweeps set holder_token = 'another' where id = $1`, [sweepId]),
    );
    const ended = await Promise.allSettled([note('late'), note('later'), note('latest')]);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});
