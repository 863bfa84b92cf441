import { UsageError } from '../core/errors.js';
import type { NetworkDef } from './network.js';
import { resnet18 } from './resnet18.js';
import { resnet34 } from './resnet34.js';
import { resnet50 } from './resnet50.js';
import { resnet101 } from './resnet101.js';
import { wideResnet50x2 } from './wide-resnet50-2.js';

/** Every network that `model.architecture` may name. */
export const networks: readonly NetworkDef[] = [
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  wideResnet50x2,
];

/** What a sweep trains that names none. */
export const defaultNetwork: NetworkDef = resnet50;

/**
 * The network that a recipe names.
 * @throws {UsageError} a newer program resolved the recipe, or it is damaged.
 */
export function networkCalled(name: string): NetworkDef {
  const found = networks.find((network) => network.name === name);
  if (found) return found;
  const known = networks.map((network) => network.name).join(', ');
  throw new UsageError(
    `No network is called "${name}"; there are: ${known}. A newer version of Thaw may know it.`,
  );
}
