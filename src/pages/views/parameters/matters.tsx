import { count } from '../../../core/words/numbers.js';
import type { ImportanceDocument } from '../../../results/documents/insight/importance.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import { differenceText } from '../../../results/insight/metric-words.js';
import { paramValue } from '../../../results/param-value.js';
import { useDocument } from '../../data/use-document.js';
import { Awaited, Empty } from '../../parts/notices.js';
import type { Column } from '../../parts/table/column.js';
import { Table } from '../../parts/table/table.js';
import { ChartNamed } from '../pieces/chart-named.js';

/** How much each parameter matters, and what each value gives over another. */
export function Matters({ sweep }: { readonly sweep: SweepDocument }) {
  const answer = useDocument('importance', { sweep: sweep.sweep });
  return (
    <section>
      <h2>What matters</h2>
      <Awaited answer={answer}>
        {(importance) => (
          <>
            {importance.why !== null ? (
              <Empty>{importance.why}</Empty>
            ) : (
              <>
                <p class="muted">{basisText(importance)}</p>
                {['importance', 'marginal', 'pairs'].map((kind) => (
                  <ChartNamed key={kind} kind={kind} documents={{ sweep, importance }} />
                ))}
              </>
            )}
            <Effects importance={importance} />
          </>
        )}
      </Awaited>
    </section>
  );
}

function basisText({ points, r2, metric }: ImportanceDocument): string {
  const sure =
    r2 === null
      ? ''
      : ` It foretells ${Math.round(100 * r2)} % of how points differ that it did not see.`;
  return `Shares of what a forest over ${count(points, 'finished point')} says of ${metric}, with what 95 % of its trees say.${sure} Where a sampler searched near good values, parameters that it settled early seem to matter less.`;
}

type Effect = ImportanceDocument['effects'][number];

/** Over pairs of points that agree in all else. */
function Effects({ importance }: { readonly importance: ImportanceDocument }) {
  const { effects, metric } = importance;
  if (effects.length === 0) return null;
  const columns: readonly Column<Effect>[] = [
    { id: 'parameter', title: 'parameter', cell: ({ parameter }) => parameter },
    { id: 'better', title: 'better', cell: ({ better }) => paramValue(better ?? undefined) },
    { id: 'worse', title: 'than', cell: ({ worse }) => paramValue(worse ?? undefined) },
    {
      ...{ id: 'gain', title: 'by', numeric: true },
      cell: ({ gain, margin }) =>
        `${differenceText(gain, metric)} ± ${differenceText(margin, metric)}`,
    },
    { id: 'pairs', title: 'pairs', numeric: true, cell: ({ pairs }) => pairs },
    {
      id: 'over',
      title: 'all else',
      cell: ({ over }) => (over === 'all_else' ? 'equal' : 'equal, each at its best learning rate'),
    },
  ];
  return (
    <>
      <h3>All else equal</h3>
      <Table
        label="What each value gives over another"
        columns={columns}
        rows={effects}
        keyOf={({ parameter, better, worse, over }) =>
          JSON.stringify([parameter, better, worse, over])
        }
        rowClass={({ gain, margin }) => (gain > margin ? '' : 'unsure')}
      />
    </>
  );
}
