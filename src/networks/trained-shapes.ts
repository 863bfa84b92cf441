import { type HeadForm, headUnits } from './head-units.js';
import { layerTensors, type TensorShapes } from './layer-tensors.js';
import type { NetworkDef } from './network.js';

/** Every tensor that training changes, running statistics too: what a checkpoint holds, no more. */
export function trainedShapes(network: NetworkDef, form: HeadForm): TensorShapes {
  const { trained, running } = layerTensors(
    headUnits(network, form).flatMap(({ layers }) => layers),
  );
  return [...trained, ...running];
}
