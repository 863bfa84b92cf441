import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WeightsError } from '../../core/errors.js';
import type { Layout } from '../../networks/network.js';

/**
 * Where transformers' ResNets have their strides, by the `config.json` beside the file, since the
 * tensors don't show it: in the 3x3, unless `downsample_in_bottleneck` puts them into the first 1x1.
 *
 * @throws {WeightsError} the config says that it is a network that there is none of here.
 */
export function transformersLayout(path: string): Layout {
  const file = configBeside(path);
  const config = readConfig(file);
  if (config.downsample_in_first_stage === true) {
    throw new WeightsError(
      `${file} says downsample_in_first_stage: true, which no network here has: expected false.`,
    );
  }
  if (typeof config.hidden_act === 'string' && config.hidden_act !== 'relu') {
    throw new WeightsError(
      `${file} says hidden_act: ${JSON.stringify(config.hidden_act)}; expected "relu", which networks here have.`,
    );
  }
  return config.downsample_in_bottleneck === true ? 'v1' : 'v1.5';
}

export function configBeside(path: string): string {
  return join(dirname(path), 'config.json');
}

/** Empty where there is none, or where it is none of transformers'. */
function readConfig(file: string): Readonly<Record<string, unknown>> {
  try {
    const config: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(config) && config.model_type === 'resnet' ? config : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
