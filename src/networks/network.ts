import type { TrunkRecipe } from '../core/recipe.js';
import type { BodyLayer } from './layers.js';

/**
 * A network as a value: everything that pricing, training, reading and writing weights know of it
 * follows from this. Pure data, but for `body`, which is a function of where strides lie.
 */
export interface NetworkDef {
  /** As `model.architecture` and torchvision spell it. */
  readonly name: string;
  /** As its papers spell it, for messages. */
  readonly title: string;
  /**
   * Units from image to logits: the places where it can be cut. A trial trains the units from some
   * index on; those before it are the frozen trunk. The last unit is the classifier.
   */
  readonly units: readonly string[];
  /** Whole stages and the unit each begins with, from the classifier back to the image. */
  readonly stages: readonly Stage[];
  /** Features that the last unit of the body gives to the classifier, once pooled. */
  readonly features: number;
  /** Layers of each unit but the classifier, in the units' order. */
  body(form: NetworkForm): readonly (readonly BodyLayer[])[];
}

export interface Stage {
  readonly name: string;
  /** Index into `units`. */
  readonly unit: number;
}

/** What the same weights can be run as. */
export interface NetworkForm {
  /** `small`: the first convolution with stride 1, and no max pooling. */
  readonly stem: TrunkRecipe['stem'];
  readonly layout: Layout;
}

/**
 * Where a downsampling bottleneck has its stride: v1 in its first 1x1, v1.5 in its 3x3. A basic
 * block has one place for it, whatever the layout.
 */
export type Layout = 'v1' | 'v1.5';

/** Index of the classifier among the units: the cut of a trial that trains only its head. */
export function classifierUnit({ units }: NetworkDef): number {
  return units.length - 1;
}
