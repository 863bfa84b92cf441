import type { ParetoDocument } from '../../../results/documents/insight/pareto.js';
import type { Csv } from '../../text/csv.js';
import { paramCells } from '../params.js';

/** A line a trial, in the document's order. */
export function paretoCsv({ objectives, trials }: ParetoDocument): Csv {
  const { names, cells } = paramCells(trials.map(({ params }) => params));
  const metrics = objectives.map(({ name }) => name);
  const own: readonly string[] = [...OWN, ...metrics];
  return {
    header: [...own, ...names.map((name) => (own.includes(name) ? `params.${name}` : name))],
    rows: trials.map((trial) => [
      ...OWN.map((name) => trial[name]),
      ...metrics.map((name) => trial.values[name]),
      ...cells(trial.params),
    ]),
  };
}

const OWN = [
  ...(['trial', 'front', 'feasible', 'epoch', 'dominated_by', 'behind', 'behind_trial'] as const),
] as const;
