import type { MetricName } from '../../../core/metric.js';
import { count } from '../../../core/words/numbers.js';
import { useDocument } from '../../data/use-document.js';
import { Awaited } from '../../parts/notices.js';
import { Choice, Toolbar } from '../../parts/toolbar.js';
import { change, state } from '../../router.js';
import { ChartNamed } from '../pieces/chart-named.js';
import { selects } from '../pieces/selects.js';
import type { SweepData } from '../pieces/sweep-page.js';

/** What is best by several metrics at once, two of them in the picture. */
export function Front({ data: { sweep, trials } }: { readonly data: SweepData }) {
  const answer = useDocument('pareto', { sweep: sweep.sweep });
  const names = sweep.objectives.map(({ name }) => name);
  const axis = (asked: string | null, place: number) =>
    names.find((name) => name === asked) ?? names[place] ?? sweep.metric;
  const { x, y } = state.value;
  const options = names.map((name) => ({ value: name, text: name }));
  return (
    <section>
      <h2>Best at several things</h2>
      <Toolbar label="What the picture shows">
        <Choice<MetricName>
          label="across"
          value={axis(x, 1)}
          options={options}
          onChoose={(name) => change({ x: name, zoom: {} })}
        />
        <Choice<MetricName>
          label="up"
          value={axis(y, 0)}
          options={options}
          onChoose={(name) => change({ y: name, zoom: {} })}
        />
      </Toolbar>
      <Awaited answer={answer}>
        {(pareto) => (
          <>
            <p>
              {count(pareto.trials.filter(({ front }) => front).length, 'trial')} that no other
              beats in one without losing in another.
            </p>
            <ChartNamed kind="pareto" documents={{ sweep, trials, pareto }} onTrial={selects} />
          </>
        )}
      </Awaited>
    </section>
  );
}
