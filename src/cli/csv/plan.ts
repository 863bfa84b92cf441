import type { PlanDocument } from '../../results/documents/plan.js';
import type { Csv } from '../text/csv.js';
import { paramCells } from './params.js';

export function planCsv({ trials }: PlanDocument): Csv {
  const { names, cells } = paramCells(trials.map(({ params }) => params));
  return {
    header: ['trial', ...names],
    rows: trials.map(({ trial, params }) => [trial, ...cells(params)]),
  };
}
