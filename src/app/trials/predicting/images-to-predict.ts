import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { imagesIn } from '../../../assets/datasets/index.js';
import { UsageError } from '../../../core/errors.js';
import { expandHome, STDIN } from '../../../machine/expand-path.js';

/** An image that a person named, to classify. */
export interface NamedImage {
  /** As the person would name it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** It is not there, or no image; absent: that is to be seen. */
  readonly why?: string;
}

/**
 * The images of all that a person named; `STDIN` stands for what `lines` gives, a file or folder a line,
 * which is read as far as it is needed.
 *
 * @throws {UsageError} none of it is there, or no images are.
 */
export function imagesToPredict(
  named: readonly string[],
  cwd: string,
  lines: () => AsyncIterable<string>,
): AsyncIterable<NamedImage> {
  const listed = named.map((name) => (name === STDIN ? null : imagesNamed(name, cwd)));
  const known = listed.flatMap((images) => images ?? []);
  const [first] = known;
  if (listed.every((each) => each !== null) && first && known.every(({ why }) => why)) {
    throw new UsageError(first.why!);
  }
  return inOrder(listed, cwd, lines);
}

/** The images of a file or folder that a person named, a folder's at any depth and in order. */
function imagesNamed(name: string, cwd: string): readonly NamedImage[] {
  const path = resolve(cwd, expandHome(name));
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [{ name, path, why: `There is no file ${path}.` }];
  if (!stat.isDirectory()) return [{ name, path }];
  const { images, unreadable } = imagesIn(path);
  if (images.length + unreadable.length === 0) {
    return [{ name, path, why: `${path} has no images.` }];
  }
  const within = (image: string) => join(name, relative(path, image));
  return [
    ...images.map((image) => ({ name: within(image), path: image })),
    ...unreadable.map(({ path: image, kind }) => {
      return { name: within(image), path: image, why: `${image} cannot be read: ${kind}.` };
    }),
  ];
}

async function* inOrder(
  listed: readonly (readonly NamedImage[] | null)[],
  cwd: string,
  lines: () => AsyncIterable<string>,
): AsyncGenerator<NamedImage> {
  let any = false;
  for (const images of listed) {
    if (images) {
      any ||= images.length > 0;
      yield* images;
      continue;
    }
    for await (const line of lines()) {
      if (line === '') continue;
      any = true;
      yield* imagesNamed(line, cwd);
    }
  }
  if (!any) throw new UsageError('No paths came on standard input: `-` expects one a line.');
}
