import { deepestSide } from '../../networks/costs.js';
import type { TrainedModel } from '../export-format.js';
import type { OpenNetwork } from '../model/network-file.js';
import { timmArchitecture } from './architecture.js';

/** What timm reads of `config.json` in a folder or a repository of the hub (timm 1.0). */
export function timmConfig({ recipe, classNames }: TrainedModel, network: OpenNetwork) {
  const { imageSize, stem } = recipe.trunk;
  const { name, args } = timmArchitecture(network);
  const side = deepestSide(network.network, { imageSize, stem });
  return {
    architecture: name,
    num_classes: classNames.length,
    num_features: network.network.features,
    global_pool: network.pooling,
    label_names: classNames,
    model_args: args,
    pretrained_cfg: {
      custom_load: false,
      input_size: [3, imageSize, imageSize],
      fixed_input_size: false,
      interpolation: 'bilinear',
      crop_pct: 1,
      crop_mode: 'center',
      mean: network.mean,
      std: network.std,
      num_classes: classNames.length,
      pool_size: [side, side],
      first_conv: 'conv1',
      classifier: network.classifier.at(-1)!.name,
    },
  };
}
