import { charts } from '../../../charts/kinds/index.js';
import { numberText, secondsText } from '../../../charts/value-text.js';
import { metrics, metricsShown } from '../../../core/metric.js';
import { byteText } from '../../../core/words/byte-text.js';
import type { SweepDocument } from '../../../results/documents/live/sweep.js';
import type { TrialDocument } from '../../../results/documents/trial.js';
import { useDocument } from '../../data/use-document.js';
import { Empty } from '../../parts/notices.js';
import type { Column } from '../../parts/table/column.js';
import { Table } from '../../parts/table/table.js';
import { Toolbar } from '../../parts/toolbar.js';
import { ChartNamed } from '../pieces/chart-named.js';
import { MetricChoice } from '../pieces/metric-choice.js';

type Report = TrialDocument['reports'][number];

/** How it went, epoch by epoch. */
export function Curve({ trial }: { readonly trial: TrialDocument }) {
  const sweep = useDocument('sweep', { sweep: trial.sweep });
  return (
    <section>
      <h2>Curve</h2>
      {trial.reports.length === 0 ? (
        <Empty>{whyNone(trial)}</Empty>
      ) : (
        <>
          {sweep.data && (
            <Toolbar label="What the curve shows">
              <MetricChoice sweep={sweep.data} />
            </Toolbar>
          )}
          {charts
            .filter(({ of }) => of === 'trial')
            .map(({ kind }) => (
              <ChartNamed key={kind} kind={kind} documents={{ trial }} />
            ))}
          <Shared trial={trial} />
          <details>
            <summary>Epoch by epoch</summary>
            <Table
              label="Reports, epoch by epoch"
              columns={columnsOf(trial, sweep.data)}
              rows={trial.reports}
              keyOf={({ epoch }) => epoch}
              rowClass={({ epoch }) => (epoch === trial.best?.epoch ? 'chosen' : '')}
            />
          </details>
        </>
      )}
    </section>
  );
}

function whyNone({ state: own }: TrialDocument): string {
  if (own === 'queued') return 'It waits to be trained.';
  if (own === 'running') return 'Its first epoch has not ended yet.';
  return `It ${own === 'failed' ? 'failed' : 'ended'} before its first epoch did.`;
}

/** Epochs that were another trial's, too. */
function Shared({ trial: { reports } }: { readonly trial: TrialDocument }) {
  const owners = new Map<number, number>();
  for (const { shared_with } of reports) {
    if (shared_with !== null) owners.set(shared_with, (owners.get(shared_with) ?? 0) + 1);
  }
  const total = (of: (report: Report) => number) =>
    reports.reduce((sum, each) => sum + of(each), 0);
  const [seconds, alone] = [total((each) => each.seconds), total((each) => each.solo_seconds)];
  if (owners.size === 0 && alone < 1.05 * seconds) return null;
  return (
    <p>
      {[...owners].map(([owner, epochs]) => (
        <span key={owner}>
          {epochs} of its epochs {epochs === 1 ? 'is' : 'are'} those of{' '}
          <a href={`/t/${owner}`}>trial {owner}</a>.{' '}
        </span>
      ))}
      Its share of the time was {secondsText(seconds)}; alone it would have taken{' '}
      {secondsText(alone)}.
    </p>
  );
}

function columnsOf(trial: TrialDocument, sweep: SweepDocument | null): readonly Column<Report>[] {
  const named = [{ name: trial.metric, goal: trial.goal }, ...(sweep?.objectives ?? [])];
  return [
    { id: 'epoch', title: 'epoch', numeric: true, cell: ({ epoch }) => epoch },
    ...metricsShown(named).map((name): Column<Report> => {
      const { short } = metrics[name];
      return { id: name, title: short, numeric: true, cell: (row) => numberText(row[name]) };
    }),
    { id: 'lr', title: 'lr', numeric: true, cell: (row) => numberText(row.learning_rate) },
    { id: 'seconds', title: 'time', numeric: true, cell: (row) => secondsText(row.seconds) },
    {
      ...{ id: 'images', title: 'img/s', numeric: true },
      cell: (row) => row.images_per_second.toFixed(0),
    },
    {
      ...{ id: 'memory', title: 'memory', numeric: true },
      cell: (row) => byteText(row.peak_memory_bytes),
    },
  ];
}
