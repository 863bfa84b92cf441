import type { NetworkDef } from './network.js';

/**
 * Where training starts for a value of `unfrozen_layers`: an index into the network's units, or
 * undefined if it means nothing there.
 *
 * A number counts stages from the end (of a ResNet 0: only `fc`, 1: + layer4, ... 5: all); a name
 * (`layer3`, `layer4.1`) means from there on.
 */
export function firstTrained(network: NetworkDef, value: number | string): number | undefined {
  return typeof value === 'string' ? named(network).get(value) : network.stages[value]?.unit;
}

/** Every name that `unfrozen_layers` takes: whole stages from the end, then single units. */
export function unfreezingNames(network: NetworkDef): readonly string[] {
  return [...named(network).keys()];
}

/** The largest number that `unfrozen_layers` takes: all stages. */
export function maxUnfrozen({ stages }: NetworkDef): number {
  return stages.length - 1;
}

function named({ stages, units }: NetworkDef): ReadonlyMap<string, number> {
  return new Map([
    ...stages.map(({ name, unit }) => [name, unit] as const),
    ['all', 0],
    ...units.map((unit, index) => [unit, index] as const).toReversed(),
  ]);
}
