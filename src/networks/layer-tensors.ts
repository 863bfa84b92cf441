import { convsOf, type Layer, type LinearLayer } from './layers.js';

/** Names and shapes of tensors, in forward order. */
export type TensorShapes = readonly (readonly [name: string, shape: readonly number[]])[];

/** What layers hold: filters [k, k, in, out], weights [in, out], and vectors [C]. */
export interface LayerTensors {
  /** What an optimizer steps. */
  readonly trained: TensorShapes;
  /** Running means and variances of batch norms. */
  readonly running: TensorShapes;
}

/** The tensors of some layers by torchvision's names, those of convolutions first. */
export function layerTensors(layers: readonly Layer[]): LayerTensors {
  const convs = convsOf(layers);
  const linear = layers.filter((layer): layer is LinearLayer => layer.kind === 'linear');
  return {
    trained: [
      ...convs.flatMap(({ conv, bn, shape }): TensorShapes => {
        const channels = [shape[3]];
        return [
          [`${conv}.weight`, shape],
          [`${bn}.weight`, channels],
          [`${bn}.bias`, channels],
        ];
      }),
      ...linear.flatMap(({ name, inputs, outputs }): TensorShapes => {
        return [
          [`${name}.weight`, [inputs, outputs]],
          [`${name}.bias`, [outputs]],
        ];
      }),
    ],
    running: convs.flatMap(({ bn, shape }): TensorShapes => {
      return [
        [`${bn}.running_mean`, [shape[3]]],
        [`${bn}.running_var`, [shape[3]]],
      ];
    }),
  };
}
