import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Region } from 'sharp';
import { describe, expect, test } from 'vitest';
import { showsUnicode } from '../../../src/cli/render/pictures/shows-unicode.js';
import { fakeContext, thaw } from '../fake-context.js';
import { seedResults } from '../seed-results.js';

async function seeded(env: Record<string, string> = { LANG: 'C.UTF-8' }) {
  const context = fakeContext({ env });
  await seedResults(context.cwd);
  return context;
}

describe('thaw plot', () => {
  test('draws a chart in the terminal, and says what there is to see', async () => {
    const { code, stdout } = await thaw('plot best', await seeded());
    expect(code).toBe(0);
    expect(stdout).toContain('fake: best val_accuracy by trial');
    expect(stdout).toContain('●');
    expect(stdout).toContain(
      'Best: trial 2 with 0.655 at epoch 2. 1 failed, and has no place here.',
    );
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('keeps to ASCII where the locale does', async () => {
    const { stdout } = await thaw('plot curves', await seeded({ LANG: 'C' }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
    expect(stdout).toMatch(/^[\u0000-\u007f]*$/);
    expect(stdout).toContain('+++');
  });

  test('gives the scene as JSON, and its numbers as CSV', async () => {
    const context = await seeded();
    const json = await thaw('plot best --format json', context);
    expect(JSON.parse(json.stdout)).toMatchObject({
      width: 760,
      title: 'fake: best val_accuracy by trial',
    });
    const csv = await thaw('plot best --format csv', await seeded());
    expect(csv.stdout).toBe(`\
trial,number,state,epochs,val_accuracy,best
1,1,finished,3,0.62,0.62
2,2,finished,3,0.655,0.655
3,3,stopped,1,0.7,0.655
`);
  });

  test('writes SVG, the same bytes twice, the same as to stdout', async () => {
    const context = await seeded();
    expect((await thaw('plot curves -o a.svg', context)).stdout).toBe('Wrote a.svg\n');
    await thaw('plot curves -o new/b.SVG', context);
    const [a, b] = ['a.svg', 'new/b.SVG'].map((name) =>
      readFileSync(join(context.cwd, name), 'utf8'),
    );
    expect(a).toBe(b);
    const fresh = await seeded();
    expect((await thaw('plot curves -o -', fresh)).stdout).toBe(a);
    expect(readdirSync(context.cwd).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('does what its flags say', async () => {
    const line =
      'plot curves --brush learning_rate:0.01..1 --metric val_loss --log val_loss --top 1 --width 400 --height 300 --dark -o -';
    const { stdout } = await thaw(line, await seeded());
    expect(stdout).toContain('width="400" height="300"');
    expect(stdout).toContain('fill="#15181d"');
    expect(new Set(stdout.match(/data-trial="\d+"/g))).toEqual(
      new Set(['data-trial="1"', 'data-trial="2"']),
    );
  });

  test('draws a trial, and two trials, by their ids', async () => {
    const one = await thaw('plot curve 2 --format csv', await seeded());
    expect(one.stdout.split('\n')[0]).toBe('epoch,val_accuracy,train_accuracy,shared with');
    const two = await thaw('plot compare 2 1', await seeded());
    expect(two.stdout).toContain('Trials 2 and 1: val_accuracy by epoch');
  });

  test('lists its kinds where none is named, and in its help', async () => {
    const { code, stderr } = await thaw('plot', await seeded());
    expect(code).toBe(2);
    expect(stderr).toMatch(/ curves +sweep +A metric by epoch/);
    const help = await thaw('plot --help', fakeContext());
    expect(help.stdout).toMatch(/ curves +sweep +A metric by epoch/);
  });

  test.each([
    ['plot curvs', 'There is no chart "curvs"; did you mean "curves"?'],
    ['plot best 1 2', '`thaw plot best` takes one sweep; not 1 and 2.'],
    [
      'plot curve',
      '`thaw plot curve` is of a trial, such as `thaw plot curve 12`; none was named.',
    ],
    [
      'plot compare 1',
      '`thaw plot compare` is of two trials, such as `thaw plot compare 12 67`; not 1.',
    ],
    ['plot curve 99', 'There is no trial 99.'],
    ['plot best -o x.gif', 'expects a file whose name ends in .svg or .png'],
    ['plot best -o folder.svg', 'is a folder: -o expects the file to write.'],
    ['plot best -o file/x.svg', 'Nothing can be written to'],
    [
      'plot best --brush lr:0..1',
      '--brush names "lr", which the sweep does not have; did you mean "learning_rate"?',
    ],
    ['plot best --brush x', '--brush expects NAME:LOW..HIGH or NAME=VALUE,VALUE'],
    ['plot best --zoom trial:1..', '--zoom expects NAME:LOW..HIGH'],
    ['plot best --smooth 1', '--smooth expects a number from 0 to below 1; not 1.'],
    ['plot best --top 0', '--top expects a whole number from 1, not 0.'],
    ['plot best -x learning_rate', 'is one of trial, epochs, seconds; not "learning_rate".'],
    ['plot states -x learning_rate', 'has no choice of what runs along x: leave out -x.'],
    ['plot curves -y val_loss', 'has no choice of what runs along y: leave out -y.'],
    ['plot best --log trial --linear trial', '--log and --linear both name "trial"'],
    ['plot best --chosen 0', '--chosen expects ids of trials; not 0.'],
    ['plot best --width 50 -o x.svg', '--width expects a whole number from 200 to 10000; not 50.'],
    ['plot best --width 500', '--width and --height are those of a file'],
    ['plot best --width 9000 --scale 4 -o x.png', 'A PNG is at most 8192 pixels wide'],
    ['plot best --scale 0 -o x.png', '--scale expects a number from 0.5 to 8; not 0.'],
  ])('refuses `%s`', async (line, message) => {
    const context = await seeded();
    mkdirSync(join(context.cwd, 'folder.svg'));
    writeFileSync(join(context.cwd, 'file'), '');
    const { code, stderr } = await thaw(line, context);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(message);
    expect(code).toBe(2);
    expect(existsSync(join(context.cwd, 'x.png'))).toBe(false);
  });
});

describe('a PNG', () => {
  test('has the size that was asked for, and the same bytes twice', async () => {
    const context = await seeded();
    for (const name of ['a.png', 'b.png']) {
      const line = `plot best --width 300 --height 200 --scale 3 -o ${name}`;
      expect((await thaw(line, context)).stderr).toBe('');
    }
    const [a, b] = ['a.png', 'b.png'].map((name) => readFileSync(join(context.cwd, name)));
    expect(await sharp(a).metadata()).toMatchObject({ format: 'png', width: 900, height: 600 });
    expect(a!.equals(b!)).toBe(true);
  });

  test('has its title in letters, not in boxes for letters that no font has', async () => {
    const inks = [];
    for (const name of ['iiiiiiiiii', 'mmmmmmmmmm', 'жжжжжжжжжж']) {
      const context = fakeContext();
      await seedResults(context.cwd, undefined, { name });
      await thaw('plot best -o a.png --scale 1', context);
      inks.push(
        await inkOf(join(context.cwd, 'a.png'), { left: 8, top: 6, width: 400, height: 18 }),
      );
    }
    expect(inks[0]).toBeGreaterThan(300);
    expect(inks[1]! - inks[0]!).toBeGreaterThan(100);
    expect(inks[2]! - inks[0]!).toBeGreaterThan(100);
  });
});

/** Dark pixels of a part of a picture. */
async function inkOf(file: string, part: Region): Promise<number> {
  const pixels = await sharp(file).extract(part).greyscale().raw().toBuffer();
  return pixels.filter((value) => value < 128).length;
}

test.each([
  [{ LANG: 'en_US.UTF-8' }, 'linux', true],
  [{ LANG: 'C' }, 'linux', false],
  [{ LC_ALL: 'C', LANG: 'en_US.utf8' }, 'linux', false],
  [{ LC_ALL: '', LC_CTYPE: 'de_DE.utf8' }, 'linux', true],
  [{}, 'linux', false],
  [{}, 'win32', true],
  [{ TERM: 'linux', LANG: 'en_US.UTF-8' }, 'linux', false],
])('a terminal with %j on %s shows more than ASCII: %s', (env, platform, shows) => {
  expect(showsUnicode(env, platform)).toBe(shows);
});
