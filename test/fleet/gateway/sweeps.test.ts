import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DataListing } from '../../../src/core/prints/data-listing.js';
import { listingText } from '../../../src/core/prints/data-listing.js';
import { paths, type Submission } from '../../../src/fleet/protocol/api.js';
import type { FleetDocument } from '../../../src/fleet/protocol/fleet-document.js';
import { NOW_MS } from '../../../src/store/postgres/server-now.js';
import { fakeSpec } from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { BEAT } from '../protocol/examples.js';
import { type Gateway, layDownLease, layDownSweep, startGateway } from './start-gateway.js';

const LISTING: DataListing = {
  classNames: ['a', 'b'],
  files: [{ className: 'a', split: 'train', path: 'a/1.png', digest: 'd'.repeat(32) }],
};
const DIGEST = createHash('sha256').update(listingText(LISTING)).digest('hex');
const BLOB = 'f'.repeat(64);

describeWithPostgres('sweeps that are submitted', () => {
  let gateway: Gateway;
  let token: string;
  beforeAll(async () => {
    gateway = await startGateway();
    token = await gateway.token('user');
    await gateway.connections.run(
      `insert into artifacts (team, digest, bytes, created_at) values ('blue', $1, 1, 0)`,
      [BLOB],
    );
    await gateway.connections.run(
      `insert into artifact_keys (team, kind, key, digest) values ('blue', 'data', $1, $2)`,
      [DIGEST, BLOB],
    );
  });
  afterAll(async () => {
    expect(gateway.faults).toEqual([]);
    await gateway?.close();
  });

  function submission(change: Partial<Submission> = {}): Submission {
    const spec = fakeSpec({ data: { ...fakeSpec().data, source: '/home/ann/pictures' } });
    return {
      ...{ spec, file: '/home/ann/x.yaml', source: 'method: grid', listing: LISTING },
      fingerprint: { classNames: ['a', 'b'], data: DIGEST, weights: null },
      ...{ priority: 3, budgetSeconds: 60 },
      ...change,
    };
  }
  const submit = (change?: Partial<Submission>, by = token) =>
    gateway.ask(paths.sweeps, by, submission(change));
  const row = (id: number) =>
    gateway.connections.one('select * from submissions where sweep_id = $1', [id]);

  test('a sweep is laid down with what it is made of, and its conductor is told', async () => {
    const heard: (string | null)[] = [];
    const deaf = gateway.parts.ear.on('wanted', (about) => heard.push(about));
    const { status, body } = await submit();
    expect(status).toBe(200);
    const { sweepId } = body as { readonly sweepId: number };
    expect(await row(sweepId)).toMatchObject({
      ...{ team: 'blue', owner: 'ann', priority: 3, wanted: 'run', budget_seconds: 60 },
      made: JSON.stringify({ change: 0, fingerprint: submission().fingerprint }),
    });
    const sweep = await gateway.connections.one('select * from sweeps where id = $1', [sweepId]);
    expect(sweep).toMatchObject({ state: 'interrupted', file: '/home/ann/x.yaml' });
    await expect.poll(() => heard).toContain(String(sweepId));
    deaf();
  });

  test('images that are not there yet, or are others than listed, keep a sweep from being laid down', async () => {
    const count = async () =>
      (await gateway.connections.one<{ n: number }>('select count(*) as n from sweeps'))!.n;
    const before = await count();
    const red = await gateway.token('user', 'red');
    expect(await submit({}, red)).toMatchObject({ status: 409 });
    const listing = { ...LISTING, classNames: ['other', 'names'] };
    expect(await submit({ listing })).toMatchObject({ status: 400 });
    const spec = fakeSpec({ model: { ...fakeSpec().model, weights: 'C:\\w.safetensors' } });
    expect(await submit({ spec })).toMatchObject({ status: 409 });
    expect(await count()).toBe(before);
  });

  test('what agents find by name need not be sent', async () => {
    const spec = fakeSpec({ data: { ...fakeSpec().data, source: 'cifar10' } });
    const red = await gateway.token('user', 'red');
    expect(await submit({ spec }, red)).toMatchObject({ status: 200 });
  });

  test('what is wanted of a sweep changes, and the rest stays', async () => {
    const { sweepId } = (await submit()).body as { readonly sweepId: number };
    const wish = (body: object) => gateway.ask(paths.wish(sweepId), token, body);
    expect(await wish({ wanted: 'pause' })).toMatchObject({ status: 200 });
    expect(await row(sweepId)).toMatchObject({ wanted: 'pause', priority: 3, budget_seconds: 60 });
    await wish({ priority: 9, budgetSeconds: null });
    expect(await row(sweepId)).toMatchObject({
      ...{ wanted: 'pause', priority: 9, budget_seconds: null },
    });
    for (const wrong of [
      { priority: 0 },
      { priority: 101 },
      { wanted: 'fly' },
      { budgetSeconds: 0 },
    ]) {
      expect(await wish(wrong)).toMatchObject({ status: 400 });
    }
  });

  test('a sweep that was cancelled is not taken up again', async () => {
    const { sweepId } = (await submit()).body as { readonly sweepId: number };
    const wish = (wanted: string) => gateway.ask(paths.wish(sweepId), token, { wanted });
    expect(await wish('cancel')).toMatchObject({ status: 200 });
    expect(await wish('cancel')).toMatchObject({ status: 200 });
    expect(await wish('run')).toMatchObject({ status: 409 });
    expect(await row(sweepId)).toMatchObject({ wanted: 'cancel' });
  });

  test('one that has ended has nothing to pause or to cancel', async () => {
    const { sweepId } = (await submit()).body as { readonly sweepId: number };
    await gateway.connections.run("update sweeps set state = 'finished' where id = $1", [sweepId]);
    for (const wanted of ['pause', 'cancel']) {
      expect(await gateway.ask(paths.wish(sweepId), token, { wanted })).toMatchObject({
        status: 409,
      });
    }
  });

  test('the fleet shows who does what, of one team', async () => {
    const agentToken = await gateway.token('agent');
    const sweep = await layDownSweep(gateway.connections, { trials: 3 });
    const lease = await layDownLease(gateway, { sweep });
    await layDownLease(gateway, { sweep });
    const agent = await gateway.agent(agentToken);
    const silent = await gateway.agent(agentToken);
    const foreign = await gateway.agent(await gateway.token('agent', 'red'));
    await gateway.connections.run(`update agents set seen_at = seen_at - 100000 where id = $1`, [
      silent,
    ]);
    await gateway.connections.run(
      `insert into attempts (trial_id, state, started_at, cohort)
       select id, 'running', 'now', $2 from trials where sweep_id = $1`,
      [sweep.sweepId, lease.order.cohort],
    );
    await gateway.ask(paths.claim(agent), agentToken, { waitMs: 0, lifeMs: null });
    await gateway.ask(paths.beat(lease.id), agentToken, BEAT);
    await gateway.connections.run(
      `update leases set claimed_at = claimed_at - 10000, devices = 2 where id = $1`,
      [lease.id],
    );
    await gateway.connections.run(
      `insert into budgets (team, owner, seconds) values ('blue', 'ann', 1000), ('red', 'ann', 5)`,
    );
    const fleet = (await gateway.ask(paths.fleet, token)).body as FleetDocument;
    const find = (id: string) => fleet.agents.find((each) => each.id === id);
    expect(fleet.team).toBe('blue');
    expect(find(agent)).toMatchObject({
      ...{ name: 'box-1', host: 'box', device: 'CPU, 2 threads', backend: 'wasm' },
      state: 'working',
      lease: { sweepId: sweep.sweepId, trials: sweep.trialIds, progress: BEAT.progress },
    });
    expect(find(agent)?.lease?.runningFor).toBeGreaterThanOrEqual(10_000);
    expect(find(silent)).toMatchObject({ state: 'silent', lease: null });
    expect(find(foreign)).toBeUndefined();
    const its = fleet.sweeps.find(({ id }) => id === sweep.sweepId);
    expect(its).toMatchObject({ owner: 'ann', running: 1, queued: 1, waitsFor: null });
    expect(its?.secondsUsed).toBeGreaterThanOrEqual(20);
    expect(its?.secondsUsed).toBeLessThan(30);
    expect(fleet.budgets).toEqual([
      { owner: 'ann', seconds: 1000, secondsUsed: expect.any(Number) },
    ]);
    expect(fleet.budgets[0]!.secondsUsed).toBeGreaterThanOrEqual(20);
    await gateway.connections.run(
      `update leases set state = 'finished', ended_at = ${NOW_MS} where sweep_id = $1`,
      [sweep.sweepId],
    );
    await gateway.connections.run(`update sweeps set state = 'finished' where id = $1`, [
      sweep.sweepId,
    ]);
    const later = (await gateway.ask(paths.fleet, token)).body as FleetDocument;
    expect(later.sweeps.some(({ id }) => id === sweep.sweepId)).toBe(false);
  });
});
