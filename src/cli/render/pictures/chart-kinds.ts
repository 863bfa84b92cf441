import { charts } from '../../../charts/kinds/index.js';
import { renderTable } from '../../text/table.js';

/** What can be drawn, as `--help` lists it. */
export function renderChartKinds(width = 80): string {
  const columns = [{ title: 'Kinds:' }, { title: 'of' }, { title: '', wrap: true }];
  const rows = charts.map(({ kind, of, summary }) => [`  ${kind}`, OF[of], summary]);
  return `\n${renderTable(columns, rows, width)}`;
}

const OF = { sweep: 'sweep', trial: 'trial', trials: 'two trials', images: 'images' } as const;
