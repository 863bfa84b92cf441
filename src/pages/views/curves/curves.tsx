import { curves as curvesChart } from '../../../charts/kinds/curves.js';
import { DEFAULT_TOP } from '../../../charts/parts/trial-looks.js';
import { useCurves } from '../../data/use-curves.js';
import { Chart } from '../../parts/chart/chart.js';
import { Awaited, Empty } from '../../parts/notices.js';
import { Choice, Slider, Toolbar } from '../../parts/toolbar.js';
import { change, state } from '../../router.js';
import { ChosenBar } from '../pieces/chosen-bar.js';
import { MetricChoice } from '../pieces/metric-choice.js';
import { selects } from '../pieces/selects.js';
import { type SweepData, SweepFilter, SweepPage } from '../pieces/sweep-page.js';
import { TrialTable } from '../pieces/trial-table.js';
import type { ViewDef } from '../view-def.js';

/** The learning curves of a sweep's trials, one over the other. */
export const curvesView: ViewDef = {
  path: '/s/:sweep/curves',
  title: 'Curves',
  key: 'c',
  component: ({ id }) => <SweepPage id={id}>{(data) => <Curves {...data} />}</SweepPage>,
};

function Curves({ sweep, trials, kept, all, problem }: SweepData) {
  const { metric, chosen } = state.value;
  const answer = useCurves(sweep.sweep, metric);
  const rows = chosen.length > 0 ? kept.filter(({ trial }) => chosen.includes(trial)) : kept;
  return (
    <>
      <h1>Learning curves</h1>
      <SweepFilter {...{ kept, all, problem }} />
      <CurveTools sweep={sweep} trials={trials} />
      {all === 0 ? (
        <Empty>No trials yet: curves appear with the first epoch that ends.</Empty>
      ) : trials.trials.length === 0 ? (
        <Empty>No trial fits the filter.</Empty>
      ) : (
        <Awaited answer={answer}>
          {(curves) => (
            <Chart
              def={curvesChart}
              documents={{ sweep, trials, curves }}
              height={460}
              onTrial={selects}
            />
          )}
        </Awaited>
      )}
      <h2>{chosen.length > 0 ? 'Selected trials' : 'Trials'}</h2>
      <ChosenBar />
      <TrialTable label="Trials" sweep={sweep} trials={trials} rows={rows} />
    </>
  );
}

const MOST_TOP = 50;

function CurveTools({ sweep, trials }: Pick<SweepData, 'sweep' | 'trials'>) {
  const { top, smooth, x, chosen } = state.value;
  const most = Math.max(1, Math.min(MOST_TOP, trials.trials.length));
  const colored = Math.min(top ?? (chosen.length > 0 ? 0 : DEFAULT_TOP), most);
  return (
    <Toolbar label="How curves are drawn">
      <MetricChoice sweep={sweep} />
      <Choice
        label="by"
        value={x === 'seconds' ? 'seconds' : 'epoch'}
        options={[
          { value: 'epoch', text: 'epoch' },
          { value: 'seconds', text: 'seconds' },
        ]}
        onChoose={(by) => change({ x: by === 'epoch' ? null : by, zoom: {} })}
      />
      <Slider
        label="in color"
        value={colored}
        low={0}
        high={most}
        step={1}
        text={colored === 0 ? 'none' : `best ${colored}`}
        onSlide={(next) => change({ top: next }, 'drag')}
      />
      <Slider
        label="smoothing"
        value={smooth}
        low={0}
        high={0.95}
        step={0.05}
        text={smooth === 0 ? 'none' : smooth.toFixed(2)}
        onSlide={(next) => change({ smooth: next }, 'drag')}
      />
    </Toolbar>
  );
}
