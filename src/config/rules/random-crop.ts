import type { Choice, Json } from '../../core/json.js';
import { nativeSide } from '../file/native-side.js';
import { augmentation } from '../parameters/augmentation.js';
import { schemaOf } from '../parameters/parameter.js';
import { valuesIn } from '../space/possible-values.js';
import type { Path } from '../words/findings.js';
import type { RuleSubject } from './rule.js';

/** A random crop that pads by more than the image would mostly cut out nothing but padding. */
export function checkRandomCrop(subject: RuleSubject): void {
  const side = knownSide(subject);
  if (side === undefined) return;
  for (const { path, transforms } of writtenSets(subject)) {
    for (const { place, choice } of transforms) {
      const { type, padding } = choice;
      if (type !== 'random_crop' || typeof padding !== 'number' || padding <= side) continue;
      subject.findings.error(
        [...path, ...place, type, 'padding'],
        `expected at most ${side}, the side in pixels of the images before they are resized; got ${padding}`,
      );
    }
  }
}

/** The images' native side, unless something that decides it is wrong and noted already. */
function knownSide({ file, keys, space, findings }: RuleSubject): number | undefined {
  const isWrong = findings.errors.some(({ path }) => DECIDING.test(path));
  return keys.data === undefined || isWrong ? undefined : nativeSide(keys.data, space, file);
}

const DECIDING = /^(data\.(source|decode_size|image_size)|parameters\.image_size)\b/;

interface WrittenSet {
  readonly path: Path;
  readonly transforms: readonly { readonly place: Path; readonly choice: Choice }[];
}

/** The sets that the file writes out, under their own names or as a parameter's values. */
function writtenSets({ keys, space }: RuleSubject): readonly WrittenSet[] {
  const named = Object.entries(keys.augmentations ?? {}).map(([name, transforms]) => ({
    path: ['augmentations', name],
    transforms: transforms.map((choice, i) => ({ place: [i], choice })),
  }));
  const values = space.augmentation ? valuesIn(space.augmentation) : [];
  const unnamed = values.map(({ value, at }) => ({
    path: ['parameters', 'augmentation', ...at],
    transforms: transformsOf(value).map((choice, t) => {
      return { place: Array.isArray(value) ? [t] : [], choice };
    }),
  }));
  return [...named, ...unnamed];
}

/** None for a set's name: its transforms are looked at where they are written. */
function transformsOf(value: Json): readonly Choice[] {
  if (typeof value === 'string') return [];
  return schemaOf(augmentation, { augmentations: {}, networks: [] }).parse(value).transforms;
}
