import { UNITS } from './resnet50/units.js';

/**
 * Where training starts for a value of `unfrozen_layers`: an index into `UNITS`, or undefined if it
 * means nothing.
 *
 * A number counts stages from the end (0: only `fc`, 1: + layer4, ... 5: all); a name (`layer3`,
 * `layer4.1`) means from there on.
 */
export function firstTrained(value: number | string): number | undefined {
  if (typeof value === 'string') return NAMED.get(value);
  const stage = STAGES[value];
  return stage === undefined ? undefined : NAMED.get(stage);
}

/** From the end of the network: `STAGES[n]` is the first stage that trains of `n` unfrozen ones. */
const STAGES = ['fc', 'layer4', 'layer3', 'layer2', 'layer1', 'stem'] as const;

const NAMED: ReadonlyMap<string, number> = new Map([
  ...STAGES.map((stage) => [stage, UNITS.findIndex((unit) => unit.startsWith(stage))] as const),
  ['all', 0],
  ...UNITS.map((unit, index) => [unit, index] as const).toReversed(),
]);

/** Every name that `unfrozen_layers` takes: whole stages from the end, then single blocks. */
export const unfreezingNames: readonly string[] = [...NAMED.keys()];

/** The largest number that `unfrozen_layers` takes: all stages. */
export const MAX_UNFROZEN = STAGES.length - 1;
