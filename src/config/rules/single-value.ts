import type { z } from 'zod';
import type { TrunkRecipe } from '../../core/recipe.js';
import { type Distribution, listedValues } from '../../core/space.js';
import { networkCalled } from '../../networks/index.js';
import { seesSingleValue } from '../../networks/single-value.js';
import { parameters } from '../parameters/index.js';
import { type FileContext, type ParameterDef, schemaOf } from '../parameters/parameter.js';
import { largestValue, smallestValue } from '../space/possible-values.js';
import type { RuleSubject } from './rule.js';

/**
 * Batches of one image that leave a batch norm a single value per channel: PyTorch refuses them.
 * Where all batches of a trial are such, the file is refused; a last one is dropped, and said.
 */
export function checkSingleValue({ keys, space, data, findings }: RuleSubject): void {
  if (!data || !keys.model) return;
  const network = networkCalled(keys.model.architecture);
  const context = { augmentations: {}, networks: [network] };
  const sizes = listed(space.batch_size, parameters.batch_size, context, [32]);
  const sides = listed(space.image_size, parameters.image_size, context, [keys.data!.image_size]);
  const stems = listed(space.stem, parameters.stem, context, ['imagenet'] as const);
  const cuts = listed(space.unfrozen_layers, parameters.unfrozen_layers, context, []);
  const inputs: Pick<TrunkRecipe, 'imageSize' | 'stem'>[] = sides.flatMap((imageSize) =>
    stems.map((stem) => ({ imageSize, stem })),
  );
  const worst = inputs.find((input) =>
    cuts.some((firstTrained) => seesSingleValue(network, input, firstTrained, 1)),
  );
  if (!worst) return;
  const why = `at ${worst.imageSize} px a batch norm that trains sees a single value per channel of one image, which PyTorch refuses`;
  if (sizes.includes(1)) {
    findings.error(
      ['parameters', 'batch_size'],
      `expected 2 or more: ${why}; got 1. Or take larger images, or unfrozen_layers 0`,
    );
    return;
  }
  const leaving = sizes.filter((size) => data.train % size === 1);
  if (leaving.length === 0) return;
  findings.warn(
    ['data', 'train'],
    `${data.train} images in batches of ${leaving.join(', ')} leave one over, and it is dropped: ${why}`,
  );
}

/** The values that a parameter lists, and the ends of a range, as a recipe holds them. */
function listed<Value>(
  distribution: Distribution | undefined,
  def: ParameterDef<z.ZodType<Value>>,
  context: FileContext,
  fallback: readonly Value[],
): readonly Value[] {
  if (!distribution) return fallback;
  const schema = schemaOf(def, context);
  const ends =
    distribution.kind === 'derived'
      ? []
      : [smallestValue(distribution), largestValue(distribution)];
  return (listedValues(distribution) ?? ends).flatMap((value) => {
    const read = schema.safeParse(value);
    return read.success ? [read.data] : [];
  });
}
