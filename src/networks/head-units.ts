import type { TrainingRecipe } from '../core/recipe.js';
import { classifierLayers } from './classifier.js';
import type { Layer } from './layers.js';
import { classifierUnit, type NetworkDef, type NetworkForm } from './network.js';

/** A unit's layers, in forward order. */
export interface UnitLayers {
  readonly unit: string;
  readonly layers: readonly Layer[];
}

export interface HeadForm
  extends NetworkForm,
    Pick<TrainingRecipe, 'firstTrained' | 'pooling' | 'head'> {
  readonly classes: number;
}

/**
 * What trains of a network, unit by unit: from `firstTrained` on to the classifier. A head cut at
 * the classifier begins with pooled features, any other with what the unit before it gives.
 */
export function headUnits(network: NetworkDef, form: HeadForm): readonly UnitLayers[] {
  const { firstTrained, pooling, head, classes } = form;
  const last = classifierUnit(network);
  const body = network.body(form).slice(firstTrained);
  const classifier: readonly Layer[] = [
    ...(firstTrained === last ? [] : [{ kind: 'pool', pooling } as const]),
    { kind: 'dropout' },
    ...classifierLayers(head, network.features, classes),
  ];
  return [...body, classifier].map((layers, i) => {
    return { unit: network.units[firstTrained + i]!, layers };
  });
}
