import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, test } from 'vitest';
import { listFolder } from '../../../../src/assets/datasets/listing/list-folder.js';
import { partsAmong } from '../../../../src/assets/datasets/listing/part-names.js';
import { DataError } from '../../../../src/core/errors.js';

const ROOT = mkdtempSync(join(tmpdir(), 'thaw-classes-'));
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

function refusal(): string {
  try {
    listFolder(source);
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
  return 'taken';
}

describe('names of parts of one set, or of what belongs to the same images, are no classes', () => {
  test.each([
    [['HAM10000_images_part_1', 'HAM10000_images_part_2']],
    [['images_001', 'images_002']],
    [['part1', 'part2']],
    [['Part A', 'Part B']],
    [['data_2019', 'data_2020']],
    [['photos (1)', 'photos (2)']],
    [['images', 'masks']],
    [['Images', 'Annotations']],
    [['JPEGImages', 'SegmentationClass', 'SegmentationObject', 'Annotations', 'ImageSets']],
    [['imagesTr', 'imagesTs', 'labelsTr']],
    [['color', 'grayscale', 'segmented']],
    [['rgb', 'depth']],
  ])('%j', (names) => expect(partsAmong(names)).toEqual(names));

  test('where two of them are beside others, those two', () => {
    expect(partsAmong(['batch1', 'batch2', 'cat'])).toEqual(['batch1', 'batch2']);
  });

  test.each([
    [['1', '10', '2']],
    [['Class 1', 'Class 2']],
    [['c0', 'c1']],
    [['n01440764', 'n01443537']],
    [['grade_1', 'grade_2']],
    [['person1', 'person2']],
    [['with_mask', 'without_mask']],
    [['mask', 'no mask']],
    [['image', 'text']],
    [['color', 'grayscale']],
    [['part1', 'cat']],
    [['forest', 'depth']],
    [['set_a', 'cat']],
  ])('%j may be classes', (names) => expect(partsAmong(names)).toEqual([]));
});

describe('a folder that is no class of its neighbors is refused, with the way out', () => {
  it('images beside their masks', () => {
    put('images/1.jpg', 'masks/1.png');
    expect(refusal()).toContain('images, masks in');
    expect(refusal()).toContain('holds images/ (1 image), masks/ (1 image)');
    expect(refusal()).toContain('name the folder that holds those as `data.source`');
  });

  it('the same within a class', () => {
    put('cat/images/1.jpg', 'cat/masks/1.png', 'dog/images/1.jpg', 'dog/masks/1.png');
    expect(refusal()).toContain('images/ and masks/ in cat are named as images and what was made');
  });

  it('but not lists of boxes beside the images of a class', () => {
    put('train/cat/images/1.jpg', 'train/cat/labels/1.txt', 'train/dog/images/1.jpg');
    expect(refusal()).toBe('taken');
  });

  it.each([
    ['in a folder of the same name', 'flowers/flowers'],
    ['in one of another name', 'flowers/archive'],
    ['two folders down', 'flowers/archive/flowers'],
  ])('all classes once more, %s', (_, inner) => {
    put('flowers/daisy/1.jpg', 'flowers/rose/1.jpg', `${inner}/daisy/1.jpg`, `${inner}/rose/1.jpg`);
    expect(refusal()).toContain('holds folders named as the classes beside it');
    expect(refusal()).toContain('Remove it, or name the one to use as `data.source`.');
  });

  it('but a class within itself is one', () => {
    put('cat/cat/1.jpg', 'dog/dog/1.jpg');
    expect(refusal()).toBe('taken');
  });

  it.each(['cat - Copy', 'cat - Copy (2)', 'cat copy', 'cat (1)', 'cat (copy)', 'Copy of cat'])(
    '%s beside cat',
    (name) => {
      put('cat/1.jpg', 'dog/1.jpg', `${name}/1.jpg`);
      expect(refusal()).toContain(`${name} is named as a copy of the class cat beside it`);
    },
  );

  it('but a number alone makes no copy', () => {
    put('cat (1)/1.jpg', 'dog (2)/1.jpg', 'photocopy/1.jpg');
    expect(refusal()).toBe('taken');
  });

  it.each(['unlabeled', 'Unlabelled images', '_Unsup', 'pred', 'seg_pred'])('%s', (name) => {
    put('cat/1.jpg', 'dog/1.jpg', `${name}/1.jpg`);
    expect(refusal()).toMatch(/is named as images that nobody has labeled.*rename it\.$/);
  });

  it('beside train/ it is not read, which is said', () => {
    put('train/cat/1.jpg', 'train/dog/1.jpg', 'unlabeled/1.jpg');
    expect(listFolder(source).notes).toContain('Not read: unlabeled/.');
  });

  it('folders of which none holds images say what lies there', () => {
    put('models/a.bin', 'cat/1.jpg', 'dog/1.jpg');
    expect(refusal()).toMatch(/models has no images that can be read.*holds cat\/ \(1 image\)/);
  });
});

describe('two names that read as one', () => {
  const [composed, decomposed] = ['caf\u00e9', 'cafe\u0301'];

  it.each([
    ['accents as characters of their own', composed, decomposed],
    ['a blank at the end', 'cat', 'cat '],
  ])('are refused as two classes: %s', (_, one, other) => {
    put(`${one}/1.jpg`, `${other}/1.jpg`, 'tea/1.jpg');
    expect(refusal()).toContain('are one name but for blanks or for how its accents are encoded');
  });

  it('are one class in two splits, however an archive stored its accents', () => {
    put(`train/${composed}/1.jpg`, 'train/tea/1.jpg', `val/${decomposed}/1.jpg`, 'val/tea/1.jpg');
    const { classNames, images } = listFolder(source);
    expect(classNames).toEqual([composed, 'tea']);
    expect(images.val!.map(({ label }) => label)).toEqual([0, 1]);
  });

  it.each([
    ['Cat', 'cat'],
    ['cat ', 'cat'],
    ['big_cat', 'big-cat'],
  ])('but for capitals, blanks or marks are told as what they are: %j and %j', (train, val) => {
    put(`train/${train}/1.jpg`, 'train/tea/1.jpg', `val/${val}/1.jpg`);
    expect(refusal()).toContain(`"${val}" is not "${train}": rename one.`);
  });

  it('but for capitals are told as two classes', () => {
    put('Cat/1.jpg', 'cat/1.jpg', 'a/1.jpg', 'A/1.jpg');
    expect(listFolder(source).notes).toEqual([
      'Cat and cat are two classes, which differ in capitals alone: if they are one, put the images of both into one folder.',
    ]);
  });
});

it('a class that train/ does not have is refused with the way around its split', () => {
  put('train/cat/1.jpg', 'train/dog/1.jpg', 'test/fox/1.jpg', 'test/cat/1.jpg');
  expect(refusal()).toContain(`name ${join(source, 'train')} as \`data.source\``);
});

it.each(['images', 'test'])('a split whose images lie in its folder %s has no classes', (inner) => {
  put('train/cat/1.jpg', 'train/dog/1.jpg', `test/${inner}/1.jpg`, 'test/list.txt');
  const { images, notes } = listFolder(source);
  expect(images.test).toBeNull();
  expect(notes[0]).toContain('is not used as test split: it has 1 image');
});

it.each(['0', 'original', 'images'])('unless that is a class: %s', (name) => {
  put(`train/${name}/1.jpg`, 'train/1/1.jpg', `test/${name}/1.jpg`, `val/${name}/1.jpg`);
  const { classNames, images } = listFolder(source);
  const label = classNames.indexOf(name);
  expect([images.test, images.val].map((split) => split?.map((image) => image.label))).toEqual([
    [label],
    [label],
  ]);
});

it('a class of numbers that train/ does not have is no wrapping', () => {
  put('train/0/1.jpg', 'train/1/1.jpg', 'test/2/1.jpg');
  expect(refusal()).toContain('is a class that train/ does not have');
});

it('masks beside the images that they are of are told', () => {
  put('benign/b (1).png', 'benign/b (1)_mask.png', 'dog/1.jpg', 'dog/unlike_mask.jpg');
  expect(listFolder(source).notes[0]).toMatch(
    /^1 image named as masks of others, such as benign\/b \(1\)_mask.png/,
  );
});
