import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeContext, thaw } from './fake-context.js';

test('a sweep is extended by its edited file, by flags, or not at all', async () => {
  const context = fakeContext();
  const { cwd } = context;
  const file = join(cwd, 'my.yaml');
  const again = () => fakeContext({ cwd });
  writeFileSync(
    file,
    'epochs: 1\nbackend: wasm\nworkers: 1\ndata: {train: 100, val: 50}\nparameters: {learning_rate: {values: [0.1, 0.3]}}\n',
  );
  expect((await thaw('run my.yaml', context)).code).toBe(0);

  const same = await thaw('extend', again());
  expect(same.code).toBe(2);
  expect(same.stderr).toContain(
    'my.yaml says nothing else than this sweep has: edit it, or give --trials or --set. `thaw resume 1` goes on as it is.',
  );

  writeFileSync(file, readFileSync(file, 'utf8').replace('0.3]', '0.3, 0.2]'));
  const resumed = await thaw('resume', again());
  expect(resumed.stderr).toContain('`thaw extend 1` takes these changes');
  const extended = await thaw('extend', again());
  expect(extended.code, extended.stderr).toBe(0);
  expect(extended.stderr).toContain('Note: changed: learning_rate: 0.1, 0.3 -> 0.1, 0.3, 0.2\n');
  const rows = extended.stdout.match(/^ +\d+ +\d+ +0.\d+.*$/gm)!;
  expect(rows.map((row) => row.trim().split(/ +/)[1])).toEqual(['2', '3', '1']);

  const refused = await thaw('extend --set seed=3 --set epochs=4', again());
  expect(refused.code).toBe(2);
  expect(refused.stderr).toBe(`\
Error: A sweep that has begun keeps what its trials are made of and compared by:
  seed: which images and batches trials have, and how they begin, hang on it
  epochs (or image_size): trials there trained with it, and would not compare with others
It takes more trials, values, wider ranges and repeats; \`thaw run\` with these changes starts a new sweep.
`);
});
