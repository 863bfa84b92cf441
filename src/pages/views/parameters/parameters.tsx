import { count, grouped } from '../../../core/words/numbers.js';
import type { ParameterEntry } from '../../../results/documents/live/sweep.js';
import { paramValue } from '../../../results/param-value.js';
import { Empty } from '../../parts/notices.js';
import { Toggle, Toolbar } from '../../parts/toolbar.js';
import { change, state } from '../../router.js';
import { ChartNamed } from '../pieces/chart-named.js';
import { ChosenBar } from '../pieces/chosen-bar.js';
import { MetricChoice } from '../pieces/metric-choice.js';
import { selects } from '../pieces/selects.js';
import { type SweepData, SweepFilter, SweepPage } from '../pieces/sweep-page.js';
import { TrialTable } from '../pieces/trial-table.js';
import type { ViewDef } from '../view-def.js';
import { Front } from './front.js';
import { Matters } from './matters.js';

/** What parameters do to the metric. */
export const parametersView: ViewDef = {
  path: '/s/:sweep/parameters',
  title: 'Parameters',
  key: 'p',
  component: ({ id }) => <SweepPage id={id}>{(data) => <Parameters {...data} />}</SweepPage>,
};

function Parameters({ sweep, trials, kept, all, problem }: SweepData) {
  const documents = { sweep, trials };
  return (
    <>
      <h1>Parameters</h1>
      <SweepFilter {...{ kept, all, problem }} />
      <Toolbar label="How parameters are drawn">
        <MetricChoice sweep={sweep} />
        <LogAxes parameters={sweep.parameters} />
      </Toolbar>
      {all === 0 ? (
        <Empty>No trials yet: each becomes a line here once it has a value.</Empty>
      ) : trials.trials.length === 0 ? (
        <Empty>No trial fits the filter.</Empty>
      ) : (
        <ChartNamed kind="parallel" documents={documents} onTrial={selects} />
      )}
      <Fixed parameters={sweep.parameters} />
      <h2>
        Trials <span class="muted">{countText(kept.length, all)}</span>
      </h2>
      <ChosenBar />
      <TrialTable label="Trials" sweep={sweep} trials={trials} rows={kept} />
      {trials.trials.length > 0 && (
        <>
          <h2>One by one</h2>
          <ChartNamed kind="slice" documents={documents} onTrial={selects} />
        </>
      )}
      <Matters sweep={sweep} />
      {sweep.objectives.length > 1 && <Front data={{ sweep, trials, kept, all, problem }} />}
    </>
  );
}

function countText(kept: number, all: number): string {
  return kept === all ? `all ${grouped(all)}` : `${grouped(kept)} of ${grouped(all)}`;
}

/** Axes of numbers that may be logarithmic, each to be switched. */
function LogAxes({ parameters }: { readonly parameters: readonly ParameterEntry[] }) {
  const { log, linear } = state.value;
  const numeric = parameters.filter((each) => each.varies && each.scale !== 'category');
  const positive = numeric.filter(({ low, scale }) => scale === 'log' || low === null || low > 0);
  return (
    <>
      {positive.map(({ name, scale }) => {
        const isLog = log.includes(name) || (scale === 'log' && !linear.includes(name));
        const without = (names: readonly string[]) => names.filter((each) => each !== name);
        return (
          <Toggle
            key={name}
            label={`log ${name}`}
            on={isLog}
            onToggle={(on) => {
              change({
                log: [...without(log), ...(on && scale !== 'log' ? [name] : [])],
                linear: [...without(linear), ...(!on && scale === 'log' ? [name] : [])],
                zoom: {},
              });
            }}
          />
        );
      })}
    </>
  );
}

/** What has one value needs no axis. */
function Fixed({ parameters }: { readonly parameters: readonly ParameterEntry[] }) {
  const fixed = parameters.filter(({ varies }) => !varies);
  if (fixed.length === 0) return null;
  return (
    <details>
      <summary>
        {count(fixed.length, 'parameter')} {fixed.length === 1 ? 'is' : 'are'} the same in all
        trials
      </summary>
      <dl class="params">
        {fixed.map(({ name, values }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{paramValue(values?.[0])}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
