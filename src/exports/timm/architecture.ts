import type { JsonObject } from '../../core/json.js';
import { type ConvLayer, convsOf } from '../../networks/layers.js';
import type { OpenNetwork } from '../model/network-file.js';

/** How timm is to build a network. */
export interface TimmArchitecture {
  /** A model of timm's own, or `thaw_resnet`, which the module beside the weights registers. */
  readonly name: string;
  /** For `timm.create_model`; empty: the model as it is. */
  readonly args: JsonObject;
  /** Whether timm must be taught it first. */
  readonly taught: boolean;
}

/** Those that timm calls and builds as torchvision does. */
const KNOWN = ['resnet18', 'resnet34', 'resnet50', 'resnet101', 'wide_resnet50_2'];

/** timm's name of a network where it can build it as it is, else how the module beside it does. */
export function timmArchitecture(network: OpenNetwork): TimmArchitecture {
  const { name } = network.network;
  const pooling: JsonObject = network.pooling === 'avg' ? {} : { global_pool: network.pooling };
  const blocks = network.body.filter((layer) => layer.kind === 'residual');
  const isBottleneck = blocks[0]!.body.length === 3;
  const isV1 = isBottleneck && network.layout === 'v1';
  const isSmall = !network.body.some(({ kind }) => kind === 'max-pool');
  const [first, ...more] = network.classifier;
  const isPlain = !isV1 && !isSmall && more.length === 0;
  if (isPlain && KNOWN.includes(name)) return { name, args: pooling, taught: false };
  const [inner] = convsOf([blocks[0]!]) as readonly [ConvLayer];
  return {
    name: 'thaw_resnet',
    args: {
      block: isV1 ? 'bottleneck_v1' : isBottleneck ? 'bottleneck' : 'basic',
      layers: [1, 2, 3, 4].map(
        (stage) => blocks.filter(({ body }) => body[0]!.conv.startsWith(`layer${stage}.`)).length,
      ),
      base_width: inner.shape[3],
      ...(isSmall ? { small_stem: true } : {}),
      ...(more.length > 0 ? { head_width: first!.outputs } : {}),
      ...pooling,
    },
    taught: true,
  };
}
