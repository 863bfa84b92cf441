import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type FakeContext, fakeContext, freshFolder, thaw } from './fake-context.js';

/** Four trials; see worker.mjs for what the learning rates mean. */
function withFile(rates: readonly number[] = [0.1, 0.3, 0.2, 0.4], more = ''): FakeContext {
  const context = fakeContext();
  writeSweep(context.cwd, rates, more);
  return context;
}

function writeSweep(folder: string, rates: readonly number[], more = ''): void {
  const text = `\
epochs: 3
backend: wasm
workers: 2
data: {train: 100, val: 50}
parameters: {learning_rate: {values: [${rates.join(', ')}]}}
${more}`;
  writeFileSync(join(folder, 'my.yaml'), text);
}

function again(context: FakeContext): FakeContext {
  return fakeContext({ cwd: context.cwd });
}

test('what no trial can do without stops the sweep, and costs none of them', async () => {
  const context = withFile([0.6]);
  const { code, stderr } = await thaw('run my.yaml', context);
  expect(stderr).toContain(
    'Stopped, as no trial can run: train.bin cannot be read. 0 of its trials ended, 1 remains; mend the cause, then resume.',
  );
  expect(code).toBe(3);
});

test('runs a file to its leaderboard, and says where everything lies', async () => {
  const context = withFile();
  const { code, stdout, stderr } = await thaw('run my.yaml', context);
  expect(code).toBe(0);
  expect(stdout.match(/^ +\d+ +\d+ +0.\d+.*$/gm)?.map((row) => row.trim().split(/ +/)[2])).toEqual([
    '0.4200',
    '0.3200',
    '0.2200',
    '0.1200',
  ]);
  expect(stderr).toContain('weights: 95.0 MB in 0 s\n');
  expect(stderr).toContain('Note: 1 file is no image: readme.txt\n');
  expect(stderr).toContain('Sweep 1 (my): 4 trials on wasm (CPU, pretended), 2 workers\n');
  expect(stderr).toContain('4 of 4 trials');
  expect(stderr).toMatch(/Times: download 0 s, images 0 s, training 0 s/);
  expect(stderr).toContain('Results: results/thaw.sqlite\n');
  expect(stderr).toContain('Weights: results/checkpoints/sweep-1/trial-4.safetensors\n');
  expect(stderr).toContain('  thaw show 4  its recipe and learning curve\n');
});

test('says that a program is compiled, and at the end how many were', async () => {
  const context = withFile([0.8]);
  const { code, stdout, stderr } = await thaw('run my.yaml --format json', context);
  expect(code, stderr).toBe(0);
  expect(stderr.match(/^(compiling|trial 1 epoch 0|Programs).*$/gm)).toEqual([
    'compiling the training step ...',
    'trial 1 epoch 0: val_accuracy 0.8000',
    'Programs: 2 compiled in 16 s',
  ]);
  expect(JSON.parse(stdout).programs).toEqual({ compiled: 2, seconds: 16 });

  const plain = await thaw('run my.yaml --set parameters.learning_rate.value=0.1', again(context));
  expect(plain.stderr).not.toMatch(/compil|Programs/);
});

test("keeps the best trial's weights beside the database, and no others", async () => {
  const context = withFile();
  await thaw('run my.yaml --db out/other.sqlite', context);
  const folder = join(context.cwd, 'out', 'other-checkpoints', 'sweep-1');
  const written = JSON.parse(readFileSync(join(folder, 'trial-4.safetensors'), 'utf8'));
  expect(written.metadata).toMatchObject({
    trial: '4',
    metric: 'val_accuracy',
    epoch: '2',
    params: '{"learning_rate":0.4}',
  });
  expect(existsSync(join(folder, 'trial-1.ckpt'))).toBe(false);
});

test('flags change what the file says', async () => {
  const context = withFile();
  const line = 'run my.yaml --trials 2 --name other --set epochs=1 --seed 3 --format json';
  const { stdout } = await thaw(line, context);
  const board = JSON.parse(stdout);
  expect(board.name).toBe('other');
  expect(board.rows).toHaveLength(2);
  expect(board.rows[0].epochs).toBe(1);
});

test('some failed trials are counted, and do not make the run fail', async () => {
  const { code, stderr } = await thaw('run my.yaml', withFile([0.1, 0.5, 0.2]));
  expect(code).toBe(0);
  expect(stderr).toContain(
    '1 trial failed, the first with: out of luck\n`thaw show 2` has the details.',
  );
});

test('exits with 3 if every trial failed', async () => {
  const { code, stderr } = await thaw('run my.yaml', withFile([0.5]));
  expect(code).toBe(3);
  expect(stderr).toContain('The only trial failed.');
});

test('a backend that is not here ends the run before there is a row', async () => {
  const context = withFile();
  const { code, stderr } = await thaw('run my.yaml --backend tensorflow', context);
  expect(code).toBe(3);
  expect(stderr).toContain('Backend tensorflow does not run here: not installed');
  expect((await thaw('leaderboard', again(context))).stderr).toContain('There are no sweeps yet');
});

test('asks for no more images than there are', async () => {
  const context = withFile([0.1], 'metric: {name: val_loss}');
  const { code, stderr } = await thaw('run my.yaml --set data.train=990', context);
  expect(code).toBe(3);
  expect(stderr).toContain('asks for 990 images to train and 50 to validate');
  expect(stderr).toContain('has 1,000.');
});

test('Ctrl-C stops after the current step, and resume finishes exactly what remains', async () => {
  // The last rate waits for a stop request.
  const context = withFile([0.1, 0.3, 0.7]);
  const running = thaw('run my.yaml', context);
  await vi.waitFor(() => expect(context.stderr()).toContain('2 of 3 trials'), 20_000);
  context.interrupt();
  // npm passes the terminal's signal on: both are one.
  context.interrupt(100);
  const { code, stdout, stderr } = await running;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr.match(/Stopping after the current step/g)).toHaveLength(1);
  expect(stderr).toContain('Continue with: thaw resume 1\n');

  const before = JSON.parse((await thaw('leaderboard --format json', again(context))).stdout);
  writeSweep(context.cwd, [9]); // what the sweep was made of is in the database
  const resuming = again(context);
  const resumed = thaw('resume', resuming);
  await vi.waitFor(() => expect(resuming.stderr()).toContain('1 trial on wasm'), 20_000);
  resuming.interrupt();
  expect((await resumed).code).toBe(130);
  const after = JSON.parse((await thaw('leaderboard --format json', again(context))).stdout);
  expect(after.rows.slice(0, 2)).toEqual(before.rows.slice(0, 2));
});

test('a second Ctrl-C ends the process at once', async () => {
  const context = withFile([0.7]);
  const running = thaw('run my.yaml', context);
  await vi.waitFor(() => expect(context.stderr()).toContain('1 trial on wasm'), 20_000);
  context.interrupt();
  context.interrupt();
  await vi.waitFor(() => expect(context.exited()).toBe(130));
  expect((await running).code).toBe(130);
});

test('the same file, unfinished, is pointed to; a finished sweep has nothing to resume', async () => {
  const context = withFile([0.7]);
  const running = thaw('run my.yaml', context);
  await vi.waitFor(() => expect(context.stderr()).toContain('1 trial on wasm'), 20_000);
  context.interrupt();
  await running;

  writeSweep(context.cwd, [0.2]);
  const second = await thaw('run my.yaml', again(context));
  expect(second.stderr).toContain(
    'Note: sweep 1 (my) of this file is unfinished, with 1 trial to go.',
  );
  expect(second.stderr).toContain('`thaw resume 1` continues that one.');

  const resumed = await thaw('resume', again(context));
  expect(resumed.code).toBe(0);
  expect(resumed.stderr).toContain('Sweep 2 (my) has ended: nothing is left to run.');
  expect(resumed.stdout).toContain('0.2200');
});

test('on a terminal, progress is a block that is repainted and leaves nothing', async () => {
  const context = fakeContext({ terminal: true });
  writeSweep(context.cwd, [0.1, 0.2]);
  const { stderr } = await thaw('run my.yaml', context);
  expect(stderr).toContain('━');
  expect(stderr).toContain('best value so far: trial');
  expect(afterPainting(stderr)).not.toContain('━');
});

/** What stays on a terminal: `ESC [n A` goes n lines up, `ESC [J` clears from there. */
function afterPainting(text: string): string {
  const lines: string[] = [''];
  let row = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal codes begin with Escape
  for (const [part] of text.matchAll(/\x1b\[\d*[A-Z]|\n|\r|[^\x1b\n\r]+/g)) {
    const [, n] = /\[(\d+)A$/.exec(part) ?? [];
    if (n) row -= Number(n);
    else if (part === '\x1b[J') lines.splice(row, lines.length, '');
    else if (part === '\n') row += 1;
    else if (!part.startsWith('\x1b') && part !== '\r') lines[row] = part;
  }
  return lines.join('\n');
}

test('measures on the test split and counts the looks', async () => {
  const context = withFile([0.1]);
  await thaw('run my.yaml', context);
  const first = await thaw('test 1', again(context));
  expect(first.stdout).toBe(`\
Trial 1 on the test split: accuracy 0.8500, loss 0.5000 on 200 images
(val_accuracy was 0.1200 at epoch 2)
On new images, with 95 %: accuracy 0.7939 to 0.8929, loss 0.3614 to 0.6386
Expected calibration error 0.0400 (15 bins), mean of classes 0.8500
The test split was read for this trial for the first time.

true \\ predicted  cat  dog
cat                90   10
dog                20   80

class  images  accuracy  95 %
dog       100    0.8000  0.7112 to 0.8666
cat       100    0.9000  0.8256 to 0.9448
`);
  const second = JSON.parse((await thaw('test 1 --format json', again(context))).stdout);
  expect(second).toMatchObject({
    trial: 1,
    accuracy: 0.85,
    times_read: 2,
    also_read_for: [],
    macro_accuracy: expect.closeTo(0.85, 10),
    calibration_error: 0.04,
    classes: ['cat', 'dog'],
    class_accuracies: [{ accuracy: 0.9 }, { accuracy: 0.8 }],
  });
  expect((await thaw('show 1', again(context))).stdout).toMatch(/accuracy 0.8500.*\n.*accuracy/);
});

test('warns before the test split is read for a second trial of a sweep', async () => {
  const context = withFile([0.1, 0.2]);
  await thaw('run my.yaml --set keep=2', context);
  expect((await thaw('test 2', again(context))).stderr).not.toContain('has been read');
  const { stderr } = await thaw('test 1', again(context));
  expect(stderr.replace(/\s+/g, ' ')).toContain(
    'the test split has been read for trial 2 of this sweep already. Choosing between them by it',
  );
  const { also_read_for } = JSON.parse((await thaw('test 1 --format json', again(context))).stdout);
  expect(also_read_for).toEqual([2]);
});

test('exports and predicts with the weights that were kept', async () => {
  const context = withFile([0.1]);
  await thaw('run my.yaml', context);
  const exported = await thaw('export 1 -o out/best.safetensors', again(context));
  expect(exported.stdout).toBe(`Wrote ${join('out', 'best.safetensors')}\n`);
  expect(existsSync(join(context.cwd, 'out', 'best.safetensors'))).toBe(true);

  writeFileSync(join(context.cwd, 'a.png'), '');
  const predicted = await thaw('predict 1 a.png a.png --top 2', again(context));
  expect(predicted.stdout).toBe(`\
image  classes
a.png  cat 90.0 %, dog 10.0 %
a.png  cat 90.0 %, dog 10.0 %
`);
});

test('fetches without a sweep file, and lists backends', async () => {
  const context = fakeContext({ cwd: freshFolder() });
  expect((await thaw('fetch', context)).stdout).toBe(
    `Weights imagenet and images cifar10 (50,000 to train from, 200 to test) are ready in ${join(context.cwd, 'cache')}\n`,
  );
  const { stdout } = await thaw('backends', again(context));
  expect(stdout).toContain('wasm        yes    4.0 GB  CPU, pretended, 1.2.3');
  expect(stdout).toMatch(/\nwasm +36\.0 +10\.3 +3\.1 +0\.9\n/);
  expect(stdout).toMatch(/tensorflow {2}no {2}.*not installed/);
});
