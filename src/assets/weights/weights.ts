import type { Normalization, Rgb } from '../../core/recipe.js';
import type { ModelSpec } from '../../core/sweep.js';
import type { Layout, NetworkDef } from '../../networks/network.js';
import type { PrepareOptions } from '../datasets/dataset.js';
import type { KeptAsset } from '../packs/kept-asset.js';

export interface WeightTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * A network's weights in one form, whatever file they came from: torchvision's names
 * (`layer1.0.conv1.weight`, `layer1.0.downsample.0.weight`, `bn1.running_mean`, `fc.weight`),
 * convolutions without bias as [k, k, in, out] taking RGB, `fc.weight` as [in, out].
 */
export interface NetworkWeights {
  readonly network: NetworkDef;
  readonly tensors: ReadonlyMap<string, WeightTensor>;
  readonly layout: Layout;
  readonly epsilon: number;
  /** What the weights were trained with. */
  readonly normalization: Normalization;
  /**
   * Per channel, what a standardized image ((x/255 - mean) / std, unit variance on ImageNet) is
   * multiplied with to get the range the first convolution expects: 1 for torchvision's, 255 times
   * ImageNet's std for Keras'.
   */
  readonly scale: Rgb;
  /** Hex; equal exactly when the numbers are. */
  readonly hash: string;
}

/** A kind of place weights come from. Its file loads nothing heavy until `prepare` or `load`. */
export interface WeightsDef {
  readonly type: string;
  readonly summary: string;
  /** What a sweep file may say, in words (`a .safetensors file`), where it is not `type` itself. */
  readonly spelled?: string;
  /** The only architecture whose weights these are; null: any. */
  readonly architecture: string | null;
  /** Whether `weights`, as a sweep file gives it, is of this kind. */
  matches(weights: string): boolean;
  /**
   * Looks whether they are there and of the network, at no more than a glance. Absent: no look
   * tells before they are fetched.
   * @throws {WeightsError}
   */
  look?(model: ModelSpec): void;
  /** Fetches, and checks every value. @throws {WeightsError | FetchError} */
  prepare(model: ModelSpec, options: PrepareOptions): Promise<void>;
  /**
   * What tells these weights from others: SHA-256 (hex) of the file or the package; a word where the
   * recipe says all. Reads no more than that, and fetches nothing. Null: there is no such file.
   * Absent: what it is called says all.
   */
  digest?(model: ModelSpec): string | null;
  /**
   * The files that they are, absolute: first what a sweep file names, then what beside it matters.
   * Absent: they go by their name alone.
   */
  files?(model: ModelSpec): readonly string[];
  /** What `prepare` fetched of weights that go by their name. Absent: nothing. */
  readonly kept?: KeptAsset;
  /**
   * What they were trained with, by a look at no more than a header. Absent: only loading tells.
   * @throws {WeightsError}
   */
  standard?(model: ModelSpec): Normalization;
  /** @throws {WeightsError} not prepared, or broken. `seed` keys random weights. */
  load(model: ModelSpec, cacheDir: string, seed: number): Promise<NetworkWeights>;
}
