/** A convolution of ResNet50 without bias, and the batch norm that follows it. */
export interface ConvShape {
  /** torchvision's name: `layer1.0.conv1`, `layer2.0.downsample.0`. */
  readonly conv: string;
  /** Name of its batch norm: `layer1.0.bn1`, `layer2.0.downsample.1`. */
  readonly bn: string;
  /** [k, k, in, out]. */
  readonly shape: readonly [number, number, number, number];
}

/** Features that the last block gives to the head. */
export const FEATURES = 2048;

/** All 53 convolutions of ResNet50, in forward order (a downsampling one after its block's). */
export const CONVS: readonly ConvShape[] = [
  convShape('conv1', 'bn1', 7, 3, 64),
  ...stage('layer1', 3, 64, 64),
  ...stage('layer2', 4, 256, 128),
  ...stage('layer3', 6, 512, 256),
  ...stage('layer4', 3, 1024, 512),
];

/** What a batch norm of PyTorch holds, each [C]. */
export const BN_TENSORS = ['weight', 'bias', 'running_mean', 'running_var'] as const;

/**
 * Shape of every tensor before the head, by torchvision's name: filters [k, k, in, out], and a
 * weight, bias, running mean and running variance [C] for each batch norm.
 */
export const BODY_SHAPES: ReadonlyMap<string, readonly number[]> = new Map(
  CONVS.flatMap(({ conv, bn, shape }): readonly [string, readonly number[]][] => [
    [`${conv}.weight`, shape],
    ...BN_TENSORS.map((name): [string, readonly number[]] => [`${bn}.${name}`, [shape[3]]]),
  ]),
);

function stage(layer: string, blocks: number, input: number, width: number): readonly ConvShape[] {
  return Array.from({ length: blocks }, (_, i) =>
    block(`${layer}.${i}`, i === 0 ? input : 4 * width, width, i === 0),
  ).flat();
}

function block(name: string, input: number, width: number, first: boolean): readonly ConvShape[] {
  const convs = [
    convShape(`${name}.conv1`, `${name}.bn1`, 1, input, width),
    convShape(`${name}.conv2`, `${name}.bn2`, 3, width, width),
    convShape(`${name}.conv3`, `${name}.bn3`, 1, width, 4 * width),
  ];
  if (!first) return convs;
  return [...convs, convShape(`${name}.downsample.0`, `${name}.downsample.1`, 1, input, 4 * width)];
}

function convShape(conv: string, bn: string, k: number, input: number, output: number): ConvShape {
  return { conv, bn, shape: [k, k, input, output] };
}
