import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, test } from 'vitest';
import { contentsOf } from '../../../../src/assets/datasets/listing/contents-of.js';
import { listFolder } from '../../../../src/assets/datasets/listing/list-folder.js';
import { namedSplits, splitNamed } from '../../../../src/assets/datasets/listing/split-names.js';
import { DataError } from '../../../../src/core/errors.js';

const ROOT = mkdtempSync(join(tmpdir(), 'thaw-listing-'));
afterAll(() => rmSync(ROOT, { recursive: true }));

let source: string;
beforeEach(() => {
  source = mkdtempSync(join(ROOT, 'pics-'));
});

/** Empty files of these names: a listing opens none of them. */
function put(...names: readonly string[]): void {
  for (const name of names) {
    const path = join(source, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
}

/** `<folder>/cat/0.jpg` and so on. */
function classes(folder: string, ...names: readonly string[]): readonly string[] {
  return names.map((name) => join(folder, name, '0.jpg'));
}

function listed() {
  const { classNames, images } = listFolder(source);
  const paths = (split: 'train' | 'val' | 'test') =>
    images[split]?.map(({ path }) => relative(source, path)) ?? null;
  return { classNames, train: paths('train'), val: paths('val'), test: paths('test') };
}

describe('a name stands for a split', () => {
  test.each([
    ['train', ['train', 'Train', 'TRAIN', 'training', 'Training_Set', 'seg_train', 'train-images']],
    ['train', ['trainval', 'train_val', 'train+val']],
    [
      'train',
      ['trainset', 'TrainingData', 'train2017', 'images_train', '01 train', 'dataset.train'],
    ],
    ['val', ['val', 'Val', 'valid', 'validation', 'Validation Data', 'dev', 'val_images']],
    ['train', ['训练集', '训练', 'Entrenamiento', 'entraînement', 'Обучение']],
    ['val', ['验证集', 'Validación', 'validac\u0327a\u0303o']],
    ['test', ['测试集', 'Prueba', 'テストデータ', '测试图片']],
    ['test', ['test', 'Testing', 'test_set', 'seg_test', 'eval', 'evaluation', 'testset']],
  ] as const)('%s: %s', (split, names) => {
    for (const name of names) expect(splitNamed(name), name).toBe(split);
  });

  test.each(['trainer', 'contest', 'trains', 'latest', 'valley', 'train_test', 'devil', 'cat'])(
    'not %s',
    (name) => expect(splitNamed(name)).toBeNull(),
  );

  test('with another word beside it only where another split has the same', () => {
    expect(namedSplits(['fruits_train', 'fruits_test'])).toMatchObject({
      train: ['fruits_train'],
      test: ['fruits_test'],
    });
    expect(namedSplits(['crash_test', 'fruits_train'])).toEqual({ train: [], val: [], test: [] });
  });
});

describe('splits are found', () => {
  it.each([
    ['in another spelling', 'Training', 'Validation', 'Testing'],
    ['one level deeper', 'archive/dataset/train', 'archive/dataset/valid', 'archive/dataset/test'],
    ['twice', 'seg_train/seg_train', 'seg_val/seg_val', 'seg_test/seg_test'],
    ['with the name of the set', 'fruits_train', 'fruits_val', 'fruits_test'],
  ])('%s', (_, train, val, tested) => {
    put(...classes(train, 'cat', 'dog'), ...classes(val, 'cat', 'dog'), ...classes(tested, 'dog'));
    expect(listed()).toEqual({
      classNames: ['cat', 'dog'],
      train: classes(train, 'cat', 'dog'),
      val: classes(val, 'cat', 'dog'),
      test: classes(tested, 'dog'),
    });
    const { notes } = listFolder(source);
    expect(notes).toContain(
      `Read as: train from ${train}/, val from ${val}/, test from ${tested}/.`,
    );
    expect(notes).toContain(`${tested}/ has no images of cat.`);
  });

  it('beside the classes to train on', () => {
    put(...classes('.', 'cat', 'dog'), ...classes('test', 'cat'));
    expect(listed()).toMatchObject({ classNames: ['cat', 'dog'], test: ['test/cat/0.jpg'] });
  });

  it('and what else lies there is named', () => {
    put(...classes('train', 'cat', 'dog'), 'labels/0.jpg', 'train/loose.jpg', 'cover.png');
    expect(listFolder(source).notes).toEqual([
      'Not read: labels/.',
      `1 image directly in ${source}, in no class, left out.`,
      `1 image directly in ${join(source, 'train')}, in no class, left out.`,
    ]);
  });

  it('a test split without classes is none', () => {
    put(...classes('train', 'cat', 'dog'), 'test/1.jpg', 'test/2.jpg');
    expect(listed().test).toBeNull();
    expect(listFolder(source).notes[0]).toContain(
      'test/ is not used as test split: it has 2 images',
    );
  });
});

describe('what may hold a test split is refused, with what was seen', () => {
  it.each([
    ['images without classes', ['1.jpg', '2.jpg'], 'holds 2 images'],
    [
      'splits without classes',
      ['train/1.jpg', 'test/1.jpg'],
      'holds test/ (1 image), train/ (1 image)',
    ],
    [
      'a test split among classes',
      [...classes('.', 'cat', 'dog'), 'test/1.jpg'],
      'test is named as a split',
    ],
    [
      'splits inside of classes',
      ['cat/train/1.jpg', 'cat/test/1.jpg', 'dog/train/1.jpg'],
      'cat/test/ is named as a split, inside of what would be the class cat',
    ],
    [
      'folds of one set',
      [...classes('fold1', 'cat', 'dog'), ...classes('Fold_2', 'cat', 'dog')],
      'named as parts of one set, not as classes',
    ],
    [
      'splits in one of two folders',
      ['set/train/cat/1.jpg', 'set/test/cat/1.jpg', 'more/1.jpg'],
      'set/test/ is named as a split',
    ],
    [
      'splits inside of train/',
      classes('train', 'train', 'val'),
      'val is named as a split, among what would be classes',
    ],
    ['no training split', classes('test', 'cat', 'dog'), 'there is no training split'],
    [
      'two training splits',
      [
        ...classes('train_a', 'cat'),
        ...classes('test_a', 'cat'),
        ...classes('train_b', 'cat'),
        ...classes('test_b', 'cat'),
      ],
      'could each be the train split',
    ],
    [
      'test classes that do not train',
      [...classes('train', 'cat', 'dog'), ...classes('test', 'fox', 'owl')],
      'are classes that train/ does not have: its classes are cat, dog',
    ],
  ])('%s', (_, names, why) => {
    put(...names);
    expect(() => listFolder(source)).toThrow(DataError);
    expect(() => listFolder(source)).toThrow(why);
  });

  it('but a class of trains may hold a folder of that name beside others', () => {
    put('train/vehicles/train/1.jpg', 'train/vehicles/bus/1.jpg', 'train/cat/1.jpg');
    expect(listed().classNames).toEqual(['cat', 'vehicles']);
  });
});

it('the same folders in each class are told: they may be the classes that are meant', () => {
  put(...classes('indoor', 'cat', 'dog'), ...classes('outdoor', 'cat', 'dog'));
  expect(listed().classNames).toEqual(['indoor', 'outdoor']);
  expect(listFolder(source).notes).toEqual([
    'The classes are indoor, outdoor. Each holds the folders cat, dog: if those are the classes, put the images of each into one folder.',
  ]);
  put('indoor/1.jpg');
  expect(listFolder(source).notes).toEqual([]);
});

describe('links', () => {
  it('to folders and files are followed, each folder once, and circles end', () => {
    put(...classes('elsewhere', 'more'), ...classes('pics/train', 'cat', 'dog'));
    const cat = join(source, 'pics/train/cat');
    symlinkSync('../../../elsewhere/more', join(cat, 'linked'));
    symlinkSync('linked', join(cat, 'again'));
    symlinkSync('../dog/0.jpg', join(cat, 'one.jpg'));
    symlinkSync('.', join(cat, 'self'));
    symlinkSync('../..', join(cat, 'up'));
    source = join(source, 'pics');
    expect(listed().train).toEqual([
      'train/cat/0.jpg',
      'train/cat/again/0.jpg',
      'train/cat/one.jpg',
      'train/dog/0.jpg',
    ]);
  });

  it('that multiply from folder to folder are walked once each', () => {
    put(...classes('train', 'cat', 'dog'));
    const cat = join(source, 'train/cat');
    for (let level = 0; level < 20; level += 1) {
      mkdirSync(join(cat, `level-${level}`));
      for (const name of ['a', 'b', 'c']) {
        symlinkSync(`../level-${level + 1}`, join(cat, `level-${level}`, name));
      }
    }
    mkdirSync(join(cat, 'level-20'));
    put('train/cat/level-20/deep.jpg');
    expect(listed().train!.filter((path) => path.endsWith('deep.jpg'))).toHaveLength(1);
  });

  it('that lead nowhere are named, and refused where a class would be missed', () => {
    put(...classes('train', 'cat', 'dog'));
    symlinkSync('gone.jpg', join(source, 'train/cat/1.jpg'));
    symlinkSync('2.jpg', join(source, 'train/cat/2.jpg'));
    expect(contentsOf(listFolder(source)).unreadable).toEqual([
      { kind: 'broken link', split: 'train', className: 'cat', images: 1 },
      { kind: 'link in a circle', split: 'train', className: 'cat', images: 1 },
    ]);
    symlinkSync('/nowhere/owl', join(source, 'train/owl'));
    expect(() => listFolder(source)).toThrow('train/owl is a broken link: repair or remove it.');
  });
});

it.skipIf(process.platform === 'win32')(
  'pipes and sockets among images are named, never opened',
  async () => {
    put(...classes('train', 'cat', 'dog'));
    spawnSync('mkfifo', [join(source, 'train/cat/pipe.jpg')]);
    const server = createServer().listen(join(source, 'train/cat/socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    const { counts, unreadable } = contentsOf(listFolder(source));
    server.close();
    expect(counts.train).toEqual([1, 1]);
    expect(unreadable.map(({ kind }) => kind)).toEqual(['named pipe', 'socket']);
  },
);

it('files that are images by content alone are named', () => {
  put(...classes('train', 'cat', 'dog'));
  const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16);
  writeFileSync(join(source, 'train/cat/IMG_1'), jpeg);
  writeFileSync(join(source, 'train/cat/notes'), 'text');
  expect(listFolder(source).notes).toEqual([
    '1 file left out, an image by content but not by name, such as train/cat/IMG_1: a name that ends in .jpg or .png makes it one.',
    'Files that are not images were ignored: 1 without extension, such as train/cat/notes.',
  ]);
});

it('a class whose images all are of a kind that cannot be read says so', () => {
  put('train/cat/1.heic', ...classes('train', 'dog', 'fox'));
  expect(() => listFolder(source)).toThrow(
    `${join(source, 'train/cat')} has no images that can be read: it has .heic.`,
  );
});
