import type { ConvLayer, LinearLayer } from '../../networks/layers.js';
import type { OpenNetwork } from '../model/network-file.js';

/** An operation of ONNX's default domain, opset 17, with one output that has its name. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] };

export const INPUT = 'images';
export const LOGITS = 'logits';
export const PROBABILITIES = 'probabilities';

/** Constants that are no tensors of the network, [1, 3, 1, 1]. */
export const MEAN = 'input.mean';
export const STD = 'input.std';

/**
 * A network as operations, from RGB in 0..1 to logits and probabilities. Tensors of the network are
 * inputs by their own names, as they lie in its file.
 */
export function networkGraph(network: OpenNetwork): readonly GraphNode[] {
  const nodes: GraphNode[] = [];
  const add = (node: GraphNode): string => {
    nodes.push(node);
    return node.name;
  };
  const conv = (x: string, layer: ConvLayer) => convolution(add, network.epsilon, x, layer);

  let x = add({ name: 'input.centered', op: 'Sub', inputs: [INPUT, MEAN] });
  x = add({ name: 'input.normalized', op: 'Div', inputs: [x, STD] });
  for (const layer of network.body) {
    if (layer.kind === 'max-pool') {
      x = add({ name: 'maxpool', op: 'MaxPool', inputs: [x], attributes: HALVING });
    } else if (layer.kind === 'conv') {
      x = conv(x, layer);
    } else {
      const block = layer.body[0]!.conv.replace(/\.[^.]+$/, '');
      const shortcut = layer.project ? conv(x, layer.project) : x;
      const sum = add({
        name: `${block}.sum`,
        op: 'Add',
        inputs: [layer.body.reduce(conv, x), shortcut],
      });
      x = add({ name: `${block}.out`, op: 'Relu', inputs: [sum] });
    }
  }
  x = add({ name: 'features', op: 'Flatten', inputs: [pooled(add, network.pooling, x)] });
  for (const layer of network.classifier) x = linear(add, x, layer);
  add({ name: LOGITS, op: 'Identity', inputs: [x] });
  add({ name: PROBABILITIES, op: 'Softmax', inputs: [LOGITS], attributes: { axis: { int: 1 } } });
  return nodes;
}

type Add = (node: GraphNode) => string;

/** 3x3, stride 2, one pixel of padding. */
const HALVING: NonNullable<GraphNode['attributes']> = {
  kernel_shape: { ints: [3, 3] },
  strides: { ints: [2, 2] },
  pads: { ints: [1, 1, 1, 1] },
};

function convolution(
  add: Add,
  epsilon: number,
  x: string,
  { conv, bn, shape: [k], geometry: { stride, pad }, relu }: ConvLayer,
): string {
  const y = add({
    name: conv,
    op: 'Conv',
    inputs: [x, `${conv}.weight`],
    attributes: {
      kernel_shape: { ints: [k, k] },
      strides: { ints: [stride, stride] },
      pads: { ints: [pad, pad, pad, pad] },
    },
  });
  const normed = add({
    name: bn,
    op: 'BatchNormalization',
    inputs: [y, ...['weight', 'bias', 'running_mean', 'running_var'].map((of) => `${bn}.${of}`)],
    attributes: { epsilon: { float: epsilon } },
  });
  return relu ? add({ name: `${bn}.relu`, op: 'Relu', inputs: [normed] }) : normed;
}

/** `avgmax` is the mean of the two. */
function pooled(add: Add, pooling: OpenNetwork['pooling'], x: string): string {
  const average = () => add({ name: 'avgpool', op: 'GlobalAveragePool', inputs: [x] });
  const largest = () => add({ name: 'globalmaxpool', op: 'GlobalMaxPool', inputs: [x] });
  if (pooling === 'avg') return average();
  if (pooling === 'max') return largest();
  return add({ name: 'avgmaxpool', op: 'Mean', inputs: [average(), largest()] });
}

function linear(add: Add, x: string, { name, relu }: LinearLayer): string {
  const y = add({
    name,
    op: 'Gemm',
    inputs: [x, `${name}.weight`, `${name}.bias`],
    attributes: { transB: { int: 1 } },
  });
  return relu ? add({ name: `${name}.relu`, op: 'Relu', inputs: [y] }) : y;
}
