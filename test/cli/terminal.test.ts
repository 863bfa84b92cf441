import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeContext, thaw } from './fake-context.js';
import { seedResults } from './seed-results.js';

/** Colors what follows, clears the line, breaks it. */
const NAME = '\u001b[31mred\u001b[2K\nsecond line\u009b1m';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

async function withHostileNames() {
  const context = fakeContext({ answer: 'y' });
  await seedResults(context.cwd, undefined, { name: NAME });
  writeFileSync(join(context.cwd, 'hostile.yaml'), file(NAME));
  writeFileSync(join(context.cwd, 'wrong.yaml'), file(NAME, `"${'\\e'}[31mkey": 1`));
  return context;
}

const file = (name: string, more = '') => `
name: ${JSON.stringify(name)}
method: grid
data: { train: 100, val: 50, image_size: 32 }
parameters: { learning_rate: { values: [0.01, 0.003] } }
${more}
`;

describe('no control character of a file reaches the terminal', () => {
  test.each([
    'leaderboard',
    'sweeps',
    'show 1',
    'show 99',
    'leaderboard nothing',
    'validate hostile.yaml',
    'validate wrong.yaml',
    'plan hostile.yaml',
    'run hostile.yaml',
    'resume 1',
    'delete 1',
  ])('by thaw %s', async (line) => {
    const { stdout, stderr } = await thaw(line, await withHostileNames());
    expect(stdout + stderr).toMatch(/red|key/);
    expect(stdout + stderr).not.toMatch(CONTROLS);
  });
});

test('a name with control characters is worth a warning', async () => {
  const { stderr } = await thaw('validate hostile.yaml', await withHostileNames());
  expect(stderr).toMatch(/line 2:7 name: has line breaks or control characters/);
});

test('JSON gives a name as it is', async () => {
  const { stdout } = await thaw('sweeps --format json', await withHostileNames());
  expect(JSON.parse(stdout).sweeps[0].name).toBe(NAME);
});
