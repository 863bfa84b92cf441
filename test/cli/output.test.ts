import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explain } from '../../src/cli/exit.js';
import { createOutput } from '../../src/cli/output.js';
import { placeOf } from '../../src/cli/parsing/place-of.js';
import { createDisplay } from '../../src/cli/progress/display.js';
import { createScreen } from '../../src/cli/progress/screen.js';
import { renderJson } from '../../src/cli/text/json.js';
import { createStyle } from '../../src/cli/text/style.js';
import { UsageError } from '../../src/core/errors.js';
import { fakeContext, thaw } from './fake-context.js';
import { seedResults, TRIALS } from './seed-results.js';

function outputWith({ colors = false, isTerminal = false } = {}) {
  const sent: string[] = [];
  const send = (text: string) => void sent.push(text);
  const output = createOutput({ send, colors, isTerminal, columns: () => 80 });
  return { output, sent: () => sent.join('') };
}

/** Everything but printable text and line ends, as a terminal could be told with it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is sought
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

test('no control character passes an output but line ends', () => {
  const { output, sent } = outputWith();
  output.write('a\x1b]0;title\x07b\u009b31mc\rd\te\n');
  expect(sent()).toBe('a ]0;title b 31mc d e\n');
});

test("styles become the terminal's codes, a file's own codes do not", () => {
  const { output, sent } = outputWith({ colors: true });
  const { bold, red } = createStyle(true);
  output.write(`${bold('name')} ${red('\x1b[32mx')}`);
  expect(sent()).toBe('\x1b[1mname\x1b[22m \x1b[31m [32mx\x1b[39m');
});

test('marks that are not wanted are left out', () => {
  const { output, sent } = outputWith();
  output.write(createStyle(true).green('x'));
  expect(sent()).toBe('x');
});

test('a printed line stays one line, on a terminal under what is repainted', () => {
  const { output, sent } = outputWith({ isTerminal: true });
  const screen = createScreen(output);
  screen.show(() => ['half\nway']);
  screen.print('trial 1\nfinished\x1b[2J');
  screen.show(null);
  expect(sent()).toBe(
    'half way\x1b[K\n\x1b[J' +
      '\x1b[1A\r\x1b[J' +
      'trial 1 finished [2J\n' +
      'half way\x1b[K\n\x1b[J' +
      '\x1b[1A\r\x1b[J',
  );
});

test('JSON escapes what would not pass, and loses nothing', () => {
  const name = 'a\x1b\u009b\u007f\u202e\ufdd0\n';
  const text = renderJson({ name });
  expect(text.slice(0, -1).replaceAll('\n', '')).not.toMatch(CONTROL);
  expect(JSON.parse(text)).toEqual({ name });
});

test('names from files reach the terminal on one line, without their codes', async () => {
  const context = fakeContext();
  const name = '\x1b[31mred\nsecond line';
  const params = { learning_rate: 0.01, scheduler: 'cosine', '\x1b[2Jx': '\u009b1m\n' };
  await seedResults(context.cwd, [...TRIALS, { ...TRIALS[0]!, params }], { name });
  const lines = ['leaderboard', 'sweeps', 'show 5', 'show 99', 'leaderboard nope', 'delete 1'];
  for (const line of lines) {
    const { stdout, stderr } = await thaw(line, fakeContext({ cwd: context.cwd }));
    expect(`${stdout}${stderr}`, line).toContain(' [31mred');
    expect(`${stdout}${stderr}`, line).not.toMatch(CONTROL);
  }
  const { stdout } = await thaw('leaderboard', context);
  expect(stdout.split('\n')[0]).toBe('Sweep 1:  [31mred second line');
});

test("a sweep file's name and mistakes are plain, too", async () => {
  const context = fakeContext();
  const text =
    'name: "\\e[31mred\\nline"\nbackend: "\\e[2J"\nparameters: {"\\e[1mlr": {value: 1}}\n';
  writeFileSync(join(context.cwd, 'my.yaml'), text);
  for (const line of ['validate my.yaml', 'plan my.yaml', 'run my.yaml']) {
    const { code, stdout, stderr } = await thaw(line, fakeContext({ cwd: context.cwd }));
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).not.toMatch(CONTROL);
  }
});

test("no mark of a file's own passes for one of our styles", () => {
  const { output, sent } = outputWith({ colors: true });
  output.write(explain(new UsageError('no sweep \ufdd3red'), true).text);
  const context = { err: output, cwd: '/x', env: {}, now: () => 0 };
  const display = createDisplay(context, placeOf({}, context));
  display.onNote?.({ kind: 'message', message: '\ufdd0bold' });
  expect(sent()).toBe('\x1b[31mError:\x1b[39m no sweep red\nNote: bold\n');
});
