import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { readSealed, writeSealed } from '../../../src/assets/cache/sealed-json.js';
import { decodeNamedImage } from '../../../src/assets/datasets/decode-image.js';
import { folder as folderSource } from '../../../src/assets/datasets/folder.js';
import { openImageStore } from '../../../src/assets/datasets/image-store.js';
import { manifestFile } from '../../../src/assets/datasets/reading/manifest-file.js';
import { writeIndex } from '../../../src/assets/datasets/store-index.js';
import { defineTarget } from '../fuzz.js';
import { mutatedBytes } from '../mutate/bytes.js';
import { mutatedJson } from '../mutate/json.js';

/** One image file of any kind, decoded. */
export const imageFile = defineTarget<Buffer>({
  name: 'image',
  async open(folder) {
    const path = join(folder, 'image.png');
    return {
      inputs: mutatedBytes(await images(), {
        words: ['IHDR', 'IDAT', 'ICC_PROFILE\0', 'Exif\0\0', '<svg/>'],
      }),
      async parse(bytes) {
        writeFileSync(path, bytes);
        const { data } = await decodeNamedImage(path, 8);
        if (data.length !== 8 * 8 * 3) throw new Error(`${data.length} bytes`);
        return true;
      },
    };
  },
});

async function images(): Promise<readonly Buffer[]> {
  const pixels = Buffer.from(Array.from({ length: 12 * 9 * 3 }, (_, i) => (i * 53) % 256));
  const image = () => sharp(pixels, { raw: { width: 12, height: 9, channels: 3 } });
  return Promise.all([
    image().png().toBuffer(),
    image().png({ palette: true }).toBuffer(),
    image().toColourspace('rgb16').png().toBuffer(),
    image().ensureAlpha(0.5).png().toBuffer(),
    image().jpeg().toBuffer(),
    image().withMetadata({ orientation: 6 }).jpeg({ progressive: true }).toBuffer(),
    image().toColourspace('cmyk').jpeg().toBuffer(),
    image().webp({ lossless: true }).toBuffer(),
    image().webp().toBuffer(),
    image().gif().toBuffer(),
    image().tiff({ compression: 'lzw' }).toBuffer(),
    image().tiff({ compression: 'none' }).toBuffer(),
    image().avif({ effort: 0 }).toBuffer(),
  ]);
}

/** A folder of images: how its folders and files are named and laid out. */
export const imageFolder = defineTarget<readonly (readonly [path: string, kind: number])[]>({
  name: 'image folder',
  async open(folder) {
    const source = join(folder, 'data');
    const name = fc.constantFrom(
      ...[
        'train',
        'test',
        'val',
        'Train',
        'Training',
        'valid',
        'a',
        'b',
        'cat',
        'dog',
        '.hidden',
        '__MACOSX',
      ],
      ...[
        '@eaDir',
        '1.jpg',
        '2.jpg',
        'x.png',
        'notes.txt',
        'no-ending',
        ' ',
        'é',
        'e\u0301',
        '\u202e',
        '-x',
        '$HOME',
      ],
      ...[
        '.ipynb_checkpoints',
        'Thumbs.db',
        'a.JPG',
        'x.heic',
        'x.tiff',
        'constructor',
        '__proto__',
        'a\nb',
      ],
    );
    const anywhere = fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    const usual = fc.tuple(
      fc.constantFrom('', 'train/', 'test/', 'val/', 'data/train/', 'Training/'),
      fc.constantFrom('a', 'b', 'cat', 'dog'),
      fc.constantFrom('1.jpg', '2.jpg', 'x.png', 'deep/a.JPG'),
    );
    const path = fc.oneof(
      anywhere,
      usual.map((parts) => `${parts[0]}${parts[1]}/${parts[2]}`),
    );
    const mess = fc.array(fc.tuple(path, fc.nat(3)), { maxLength: 12, size: 'max' });
    const good = fc
      .constantFrom('', 'train/', 'data/train/', 'Training/')
      .map((at) =>
        ['cat', 'dog'].flatMap((each) => ['1.jpg', 'x.png'].map((file) => `${at}${each}/${file}`)),
      );
    return {
      // From nothing, and from a folder that is right but for a few more entries.
      inputs: fc.oneof(
        mess,
        fc
          .tuple(good, fc.array(fc.tuple(path, fc.nat(3)), { maxLength: 3 }))
          .map(([files, more]) => [...files.map((file): [string, number] => [file, 2]), ...more]),
      ),
      parse(entries) {
        rmSync(source, { recursive: true, force: true });
        mkdirSync(source);
        for (const [at, kind] of entries) make(join(source, at), kind);
        const { classNames, counts } = folderSource.contents(source, folder)!;
        const { train } = counts;
        if (classNames.length < 2 || train.length !== classNames.length || train.includes(0)) {
          throw new Error(`${train} images of ${classNames.length} classes`);
        }
        return true;
      },
    };
  },
});

/** 0: an empty folder, 1: an empty file, 2: a file, 3: a link to the folder above. */
function make(path: string, kind: number): void {
  try {
    mkdirSync(kind === 0 ? path : dirname(path), { recursive: true });
    if (kind === 1 || kind === 2) writeFileSync(path, kind === 1 ? '' : 'x');
  } catch {
    // Something of that name is there already.
  }
}

/** What the cache says of decoded images: damaged, and of another version (sealed all the same). */
export const imageIndex = defineTarget<Buffer | object>({
  name: 'index of decoded images',
  async open(folder) {
    const splits = { train: [0, 1, 0, 1], val: [], test: [1, 0, 1, 0] };
    for (const [split, labels] of Object.entries(splits)) {
      writeFileSync(join(folder, `${split}.bin`), Buffer.alloc(labels.length * 12));
    }
    writeIndex(folder, { side: 2, classNames: ['cat', 'dog'], labels: splits, skipped: [] });
    const file = manifestFile(folder);
    const sealed = readFileSync(file);
    return {
      inputs: fc.oneof(
        mutatedBytes([sealed]),
        mutatedJson([readSealed(file)]).map((tree): object => ({ tree })),
      ),
      parse(input) {
        if (Buffer.isBuffer(input)) writeFileSync(file, input);
        else writeSealed(file, (input as { tree: unknown }).tree);
        const data = openImageStore(folder, 'x');
        try {
          for (const split of ['train', 'test'] as const) {
            const labels = data.labels(split);
            if (labels.some((label) => !(label < data.classNames.length))) {
              throw new Error('a label without a class');
            }
            const read = data.read(
              split,
              Array.from(labels, (_, i) => i),
            );
            if (read.length !== labels.length * data.side ** 2 * 3) {
              throw new Error('images are missing');
            }
          }
        } finally {
          data.close();
        }
        return true;
      },
    };
  },
});
