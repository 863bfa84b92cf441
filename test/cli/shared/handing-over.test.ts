import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Connections, connectTo } from '../../../src/store/postgres/sql.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';
import { type FakeContext, fakeContext, thaw } from '../fake-context.js';

const SWEEP = `\
name: mine
epochs: 2
backend: wasm
data: {train: 100, val: 50}
parameters: {learning_rate: {values: [0.1, 0.2]}}
`;

/** Its workers give digests that gateways take. */
function withDigests(context: FakeContext): FakeContext {
  return { ...context, worker: new URL('./worker.mjs', import.meta.url) };
}

describeWithPostgres('sweeps for machines that share a database', () => {
  let place: string;
  let sql: Connections;
  let context: FakeContext;

  beforeAll(async () => {
    place = await (await sharedPostgres()).database();
    sql = connectTo(place, { size: 2 });
  });
  afterAll(() => sql.close());
  beforeEach(() => {
    context = inFolder();
  });

  /** Id of a sweep that was just handed over. */
  async function handedOver(): Promise<number> {
    const { code, stderr } = await on('run my.yaml --detach');
    expect(code, stderr).toBe(0);
    return latest();
  }

  function inFolder(): FakeContext {
    const fresh = fakeContext();
    writeFileSync(join(fresh.cwd, 'my.yaml'), SWEEP);
    mkdirSync(join(fresh.cwd, 'artifacts'));
    return fresh;
  }

  /** A command about that database, in the same folder. */
  function on(line: string, env: Record<string, string> = {}) {
    const { cwd } = context;
    const artifacts = { THAW_ARTIFACTS: join(cwd, 'artifacts'), THAW_STORE: place };
    return thaw(line, withDigests(fakeContext({ cwd, env: { ...artifacts, ...env } })));
  }

  const latest = async () =>
    (await sql.one<{ id: number }>('select max(id) as id from sweeps'))!.id;

  const submitted = async () =>
    sql.one<Record<string, unknown>>(
      'select team, priority, wanted, budget_seconds from submissions where sweep_id = $1',
      [await latest()],
    );

  test('a sweep is laid down as it is, with its weight and its device time', async () => {
    await handedOver();
    const line = 'run my.yaml --detach --priority 50 --budget 2gpuh --format json';
    const { code, stdout, stderr } = await on(line);
    expect(code, stderr).toBe(0);
    const id = await latest();
    expect(JSON.parse(stdout)).toEqual({ sweep: id, name: 'mine' });
    expect(await submitted()).toEqual({
      ...{ team: 'default', priority: 50, wanted: 'run', budget_seconds: 7200 },
    });
    const row = await sql.one<Record<string, unknown>>(
      'select name, file, source from sweeps where id = $1',
      [id],
    );
    expect(row).toEqual({ name: 'mine', file: join(context.cwd, 'my.yaml'), source: SWEEP });
    expect(stderr).toContain(`Note: sweep ${id - 1} (mine) of this file is unfinished`);
  });

  test('a person reads which it is and how to see it', async () => {
    const { stdout } = await on('run my.yaml --detach --set name=other');
    const id = await latest();
    expect(stdout).toBe(
      `Sweep ${id} (other) is in the hands of ${place}. \`thaw follow ${id}\` shows it.\n`,
    );
  });

  test('it rests, goes on and is cancelled as somebody says', async () => {
    const id = await handedOver();
    expect((await on('pause mine')).stdout).toBe(
      `Sweep ${id} (mine) rests once its machines have kept where they are. \`thaw resume ${id}\` goes on.\n`,
    );
    expect(await submitted()).toMatchObject({ wanted: 'pause' });
    const resumed = await on(`resume ${id} --detach --priority 2`);
    expect(resumed.stdout).toBe(`Sweep ${id} goes on. \`thaw follow ${id}\` shows it.\n`);
    expect(await submitted()).toMatchObject({ wanted: 'run', priority: 2 });
    expect((await on(`cancel ${id}`)).stdout).toBe(
      `Sweep ${id} (mine) is cancelled: its machines stop after their step. What has ended stays; \`thaw delete ${id}\` removes it.\n`,
    );
    expect(JSON.parse((await on(`cancel ${id} --format json`)).stdout)).toEqual({
      ...{ sweep: id, wanted: 'cancel' },
    });
  });

  test('it takes more, and says what', async () => {
    const id = await handedOver();
    const more = '{values: [0.1, 0.2, 0.3]}';
    writeFileSync(join(context.cwd, 'my.yaml'), SWEEP.replace('{values: [0.1, 0.2]}', more));
    const { code, stderr } = await on(`extend ${id} --detach`);
    expect(code, stderr).toBe(0);
    expect(stderr).toBe('Note: changed: learning_rate: 0.1, 0.2 -> 0.1, 0.2, 0.3\n');
    const row = await sql.one<{ source: string }>('select source from sweeps where id = $1', [id]);
    expect(row!.source).toContain(more);
    const refused = await on(`extend ${id} --detach --set seed=3`);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('A sweep that has begun keeps what its trials are made of');
  });

  test('it is deleted once somebody agrees', async () => {
    const id = await handedOver();
    const asked = await on(`delete ${id}`);
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain('cannot be undone; `--yes` confirms it.');
    expect((await on(`delete ${id} --yes`)).stdout).toBe(`Deleted sweep ${id} (mine).\n`);
    expect(await sql.all('select 1 from sweeps where id = $1', [id])).toEqual([]);
  });

  test('whoever follows and leaves reads that it goes on, and how to stop it', async () => {
    const id = await handedOver();
    const { cwd } = context;
    const following = fakeContext({ cwd, env: { THAW_STORE: place } });
    const followed = thaw(`follow ${id}`, following);
    while (!following.stderr().includes('on the machines of')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    following.interrupt();
    expect(await followed).toEqual({
      code: 130,
      stdout: '',
      stderr: `\
Sweep ${id} (mine): 2 trials on the machines of ${place}
The sweep goes on without this command.
Sweep ${id} (mine) goes on. Follow it again with: thaw follow ${id}
Stop it with: thaw pause ${id}, or thaw cancel ${id}
`,
    });
  });

  test('a sweep that has ended is shown as it ended', async () => {
    const id = await handedOver();
    await sql.run(`update sweeps set state = 'finished' where id = $1`, [id]);
    const { code, stdout, stderr } = await on(`follow ${id}`);
    expect(code).toBe(0);
    expect(stdout).toContain(`Sweep ${id}`);
    expect(stderr).toContain(`Results: ${place}\n`);
  });

  test('a budget says of which team it is', async () => {
    expect((await on('budget set bea 1gpuh')).stderr).toContain('bea of team default');
    expect((await on('budget set bea 1gpuh --team lab')).stderr).toContain('bea of team lab');
    expect((await on('budget remove bea')).code).toBe(0);
  });

  test('budgets are set, listed and removed', async () => {
    expect((await on('budget list')).stdout).toBe(
      'No budgets: everybody may take any device time.\n',
    );
    expect((await on('budget set ann 100gpuh')).stdout).toBe(`\
owner  used       of     left
ann      0s  100h00m  100h00m
`);
    expect(JSON.parse((await on('budget list --format json')).stdout)).toEqual({
      budgets: [{ owner: 'ann', seconds_used: 0, seconds: 360_000 }],
    });
    await on('budget remove ann');
    const again = await on('budget remove ann');
    expect(again.code).toBe(2);
    expect(again.stderr).toBe(
      'Error: ann of team default has no budget: any device time is allowed.\n',
    );
  });

  test.each<readonly [line: string, told: string]>([
    [
      'run my.yaml --workers 2',
      '--workers does not go with --store: each agent says how many it has (`thaw agent --workers`).',
    ],
    [
      'run my.yaml --no-sharing',
      '--no-sharing does not go with --store: machines train as the planner has it.',
    ],
    ['run my.yaml --priority 0', '--priority expects a whole number from 1 to 100; not 0.'],
    [
      'run my.yaml --budget 2',
      '--budget expects a length of device time such as 2gpuh, 90gpum or 7200s; not "2".',
    ],
    [
      'resume --retry-failed',
      '--retry-failed does not go with --store: a new sweep runs them again.',
    ],
    ['budget set ann', '`thaw budget set ann` needs a device time, such as 100gpuh.'],
    ['pause nothing', 'There is no sweep "nothing".'],
    [
      'agents --watch --format json',
      '--watch is for people: a script asks again, with --format json.',
    ],
  ])('`thaw %s` is told as a mistake', async (line, told) => {
    const { code, stdout, stderr } = await on(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`Error: ${told}`);
  });

  test.each<readonly [line: string, told: string]>([
    [
      'pause 1',
      'This is about machines that share their work: --store names their gateway, https://..., or their database, postgres://...; so does THAW_STORE.',
    ],
    [
      'agents',
      'This is about machines that share their work: --store names their gateway, https://..., or their database, postgres://...; so does THAW_STORE.',
    ],
    [
      'run my.yaml --detach',
      '--detach is for sweeps that other machines train: say with --store which do.',
    ],
    [
      'run my.yaml --priority 0',
      '--priority is for sweeps that other machines train: say with --store which do.',
    ],
    [
      'run my.yaml --priority 3',
      '--priority is for sweeps that other machines train: say with --store which do.',
    ],
  ])('without a store `thaw %s` is told as a mistake', async (line, told) => {
    const { code, stderr } = await thaw(line, inFolder());
    expect({ code, stderr }).toEqual({ code: 2, stderr: `Error: ${told}\n` });
  });

  test('without a place for artifacts nothing is laid down, and it is said what lacks', async () => {
    const before = await handedOver();
    const { code, stderr } = await on('run my.yaml --detach', { THAW_ARTIFACTS: '' });
    expect(code).toBe(2);
    expect(stderr).toContain(
      `Error: ${place} does not say where its artifacts are kept: name that in THAW_ARTIFACTS, as \`thaw serve\` has it, or a gateway with --store.\n`,
    );
    expect(await latest()).toBe(before);
  });
});
