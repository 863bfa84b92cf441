import type { Pooling } from '../core/recipe.js';

/**
 * A network's layers as plain data, in forward order. What each means in training and in inference
 * is told where it is walked (train/head/, train/trunk/).
 */
export type Layer = BodyLayer | HeadLayer;

/** Takes and gives [B, H, W, C]. */
export type BodyLayer = ConvLayer | MaxPoolLayer | ResidualLayer;

/** Stands on the body's output, and ends in logits [B, K]. */
export type HeadLayer = PoolLayer | DropoutLayer | LinearLayer;

/** A square convolution without bias, and the batch norm behind it. */
export interface ConvLayer {
  readonly kind: 'conv';
  /** torchvision's name: `layer1.0.conv1`, `layer2.0.downsample.0`. */
  readonly conv: string;
  /** Name of its batch norm: `layer1.0.bn1`, `layer2.0.downsample.1`. */
  readonly bn: string;
  /** The filter's, [k, k, in, out]. */
  readonly shape: FilterShape;
  /** Stride, and zeros added on every side. */
  readonly geometry: { readonly stride: number; readonly pad: number };
  /** Whether a ReLU follows the batch norm. */
  readonly relu: boolean;
}

export type FilterShape = readonly [number, number, number, number];

/** 3x3, stride 2, one pixel of padding: halves the sides, rounding up. */
export interface MaxPoolLayer {
  readonly kind: 'max-pool';
}

/** ReLU of the sum of what the body gives and the input, projected where the shape changes. */
export interface ResidualLayer {
  readonly kind: 'residual';
  /** The last one has no ReLU of its own. */
  readonly body: readonly ConvLayer[];
  readonly project: ConvLayer | null;
}

/** Global pooling, [B, H, W, C] to [B, C]. */
export interface PoolLayer {
  readonly kind: 'pool';
  readonly pooling: Pooling;
}

/** Multiplies features [B, F] by the step's mask, where there is one. */
export interface DropoutLayer {
  readonly kind: 'dropout';
}

/** Features [B, inputs] times a weight [inputs, outputs], plus a bias. */
export interface LinearLayer {
  readonly kind: 'linear';
  /** torchvision's name: `fc`, or `fc.0` and `fc.2` of an mlp. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Whether a ReLU follows. */
  readonly relu: boolean;
}

/** Whether a layer stands before pooling. */
export function isBody(layer: Layer): layer is BodyLayer {
  return layer.kind === 'conv' || layer.kind === 'max-pool' || layer.kind === 'residual';
}

/** All convolutions of some layers, in forward order, a block's projection last. */
export function convsOf(layers: readonly Layer[]): readonly ConvLayer[] {
  return layers.flatMap((layer): readonly ConvLayer[] => {
    if (layer.kind === 'conv') return [layer];
    if (layer.kind !== 'residual') return [];
    return layer.project ? [...layer.body, layer.project] : layer.body;
  });
}
