import { expect, test } from 'vitest';
import { fakeContext, thaw } from '../fake-context.js';
import { seedResults } from '../seed-results.js';

test('a command line that a message suggests names the database that was named', async () => {
  const { cwd } = fakeContext();
  await seedResults(cwd);
  const asked = await thaw('show nine', fakeContext({ cwd }));
  expect(asked.stderr).toContain('of `thaw leaderboard`,');
  const other = await thaw('show nine --db ./results/thaw.sqlite', fakeContext({ cwd }));
  expect(other.stderr).toContain('of `thaw leaderboard --db ./results/thaw.sqlite`,');
  const none = await thaw('leaderboard --db none.sqlite', fakeContext({ cwd }));
  expect(none.stderr).toContain('`thaw run FILE --db none.sqlite` starts one');
  expect(none.stderr).toContain('`thaw init` writes a file');
});

test('and the program as it can be typed where npm started it', async () => {
  const { cwd } = fakeContext();
  await seedResults(cwd);
  const env = { npm_execpath: '/npm-cli.js' };
  const { stderr } = await thaw('show nine', fakeContext({ cwd, env }));
  expect(stderr).toContain('of `npx thaw leaderboard`,');
});

test('documents for programs stay as they are', async () => {
  const { cwd } = fakeContext();
  const env = { npm_execpath: '/npm-cli.js' };
  const { stdout } = await thaw('doctor --format json --db none.sqlite', fakeContext({ cwd, env }));
  expect(stdout).not.toContain('npx');
});
