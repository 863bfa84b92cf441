import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { thaw } from './fake-context.js';

test('help lists every command, and each has examples that name it', async () => {
  const { code, stdout } = await thaw('--help');
  expect(code).toBe(0);
  for (const { usage, name } of commands) {
    expect(stdout).toContain(`thaw ${usage}`);
    const help = await thaw(`${name} --help`);
    expect(help.stdout).toMatch(new RegExp(`Examples:\\n  thaw ${name}`));
  }
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('prints its version', async () => {
  expect((await thaw('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('prints a completion script, and completes commands and flags', async () => {
  expect((await thaw('completion')).stdout).toContain('_thaw_yargs_completions');
  expect((await thaw('--get-yargs-completions thaw lead')).stdout).toContain('leaderboard');
  expect((await thaw('--get-yargs-completions thaw run --')).stdout).toContain('--skip-bad');
});

test.each([
  ['', 'Name a command: init, validate,'],
  ['leaderbord', 'There is no command "leaderbord". Did you mean `thaw leaderboard`?'],
  ['qqqqqq', 'There is no command "qqqqqq".\n'],
  ['leaderbord --db x', 'There is no command "leaderbord". Did you mean `thaw leaderboard`?'],
  ['run', '`thaw run` needs <file>. Usage: thaw run <file>'],
  ['predict 1', '`thaw predict` needs <trial> and <images...>.'],
  ['run a.yaml --epoch 3', '`thaw run` has no flag --epoch.'],
  ['run a.yaml --worker 3', 'Did you mean --workers?'],
  ['run a.yaml --workers=many', '--workers expects a whole number from 1, or auto; not "many".'],
  ['run a.yaml b.yaml', '`thaw run` does not take "b.yaml". Usage: thaw run <file>'],
  ['run a.yaml --trials x', '--trials expects a number.'],
  ['run a.yaml --seed 1 --seed 2', '--seed was given 2 times.'],
  ['run a.yaml --set', '--set expects a value.'],
  ['leaderboard --format xml', '--format expects one of table, json, csv; not "xml".'],
  ['plan a.yaml --no-sharing', '`thaw plan` has no flag --no-sharing.\n'],
  ['completion --format json', 'There is no flag --format.\n'],
  ['export 1 -o', 'Error: -o expects a value.'],
  ['resume --data nope', '--data expects where they are now, but there is nothing at'],
  ['test 1 --weights nope', '--weights expects where they are now, but there is nothing at'],
  ['leaderboard --db', '--db expects a value.'],
  ['backends instal', 'action expects install; not "instal".'],
  ['backends install', '`thaw backends install` needs a name'],
  ['validate nowhere.yaml', 'there is no such file'],
  ['plan .', 'it is a folder'],
])('`thaw %s` is told in plain words, without a stack, with exit code 2', async (line, message) => {
  const { code, stdout, stderr } = await thaw(line);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ +at /m);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
