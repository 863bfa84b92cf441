import type { Choice } from '../../core/json.js';
import type { UnitLayers } from '../../networks/head-units.js';
import { type LayerTensors, layerTensors } from '../../networks/layer-tensors.js';

/**
 * A training step as plain data, in the order in which it happens: whoever can run its parts can run
 * it, op by op (`walk`) or compiled to one function of its tensors.
 *
 * It reads features [B, ...], soft labels [B, K], a dropout mask [B, F] or none, and the step's
 * rates; it gives the loss and how many images were right, and replaces every tensor of `tensors`
 * and the optimizer's slots of each trained one. Of these the first step finds none and makes them.
 */
export interface Program {
  /** What it changes: trained weights and running statistics. */
  readonly tensors: LayerTensors;
  /** Features to logits in training mode, running statistics moved. */
  readonly forward: { readonly units: readonly UnitLayers[]; readonly epsilon: number };
  /**
   * Mean softmax cross-entropy; the reported one leaves label smoothing, in [0, 1), out. Where it is
   * not finite the step ends here and changes nothing.
   */
  readonly loss: { readonly labelSmoothing: number };
  /** Largest global L2 norm of the gradients; null: none. */
  readonly clip: { readonly maxNorm: number } | null;
  readonly update: {
    /** Its options resolved. */
    readonly optimizer: Choice;
    /** By trained tensor: what the step's rate is multiplied with. */
    readonly rateFactors: ReadonlyMap<string, number>;
  };
}

export interface ProgramOptions {
  readonly units: readonly UnitLayers[];
  readonly epsilon: number;
  readonly optimizer: Choice;
  /** Largest global L2 norm of a gradient; null: no clipping. */
  readonly gradientClip: number | null;
  /** Factor per unit of distance from the classifier; 1: one rate for all. */
  readonly layerLrDecay: number;
  /** In [0, 1). */
  readonly labelSmoothing: number;
}

/** The step that trains these units. */
export function stepProgram(options: ProgramOptions): Program {
  const { units, epsilon, optimizer, gradientClip, layerLrDecay, labelSmoothing } = options;
  return {
    tensors: layerTensors(units.flatMap(({ layers }) => layers)),
    forward: { units, epsilon },
    loss: { labelSmoothing },
    clip: gradientClip === null ? null : { maxNorm: gradientClip },
    update: {
      optimizer,
      rateFactors: new Map(
        units.flatMap(({ layers }, i) => {
          const factor = layerLrDecay ** (units.length - 1 - i);
          return layerTensors(layers).trained.map(([name]) => [name, factor] as const);
        }),
      ),
    },
  };
}
