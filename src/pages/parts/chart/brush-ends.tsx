import type { Brush } from '../../../charts/chart.js';
import type { Axis } from '../../../charts/scene.js';
import { change, state } from '../../router.js';
import type { PlacedAxis } from './stretches.js';

/** Brushes as two numbers, or as values to tick: what a hand can draw, keys can type. */
export function BrushEnds({ axes }: { readonly axes: readonly PlacedAxis[] }) {
  const { brush } = state.value;
  const set = axes.filter(({ axis }) => Object.hasOwn(brush, axis.name));
  return (
    <details class="brushes" open={set.length > 0}>
      <summary>Only trials with{set.length === 0 ? ' …' : ''}</summary>
      <div class="brush-list">
        {axes.map(({ axis }) => (
          <fieldset key={axis.name}>
            <legend>{axis.label}</legend>
            {axis.kind === 'category' ? <Values axis={axis} /> : <Ends axis={axis} />}
          </fieldset>
        ))}
      </div>
      {set.length > 0 && (
        <button type="button" onClick={() => change({ brush: {} })}>
          clear
        </button>
      )}
    </details>
  );
}

function Ends({ axis }: { readonly axis: Extract<Axis, { kind: 'linear' | 'log' }> }) {
  const own = brushOf(axis.name);
  const now = own && 'low' in own ? own : null;
  const set = (end: 'low' | 'high', text: string) => {
    const value = text.trim() === '' ? axis[end] : Number(text);
    if (!Number.isFinite(value)) return;
    const { low: from, high: to } = now ?? axis;
    const [low, high] = end === 'low' ? [value, to] : [from, value];
    put(axis.name, { low: Math.min(low, high), high: Math.max(low, high) });
  };
  return (
    <>
      {(['low', 'high'] as const).map((end) => (
        <label key={end}>
          {end === 'low' ? 'from' : 'to'}{' '}
          <input
            type="text"
            inputMode="decimal"
            size={8}
            value={now ? String(now[end]) : ''}
            placeholder={String(Number(axis[end].toPrecision(4)))}
            onChange={({ currentTarget }) => set(end, currentTarget.value)}
          />
        </label>
      ))}
    </>
  );
}

function Values({ axis }: { readonly axis: Extract<Axis, { kind: 'category' }> }) {
  const own = brushOf(axis.name);
  const now = own && 'values' in own ? own.values : axis.values;
  return (
    <>
      {axis.values.map((value) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={now.includes(value)}
            onChange={({ currentTarget: { checked } }) => {
              const values = axis.values.filter((each) =>
                each === value ? checked : now.includes(each),
              );
              put(axis.name, values.length === axis.values.length ? null : { values });
            }}
          />{' '}
          {value}
        </label>
      ))}
    </>
  );
}

function brushOf(name: string): Brush | undefined {
  const { brush } = state.value;
  return Object.hasOwn(brush, name) ? brush[name] : undefined;
}

/** Null: any. */
function put(name: string, brush: Brush | null): void {
  const { [name]: _, ...others } = state.peek().brush;
  change({ brush: brush ? { ...others, [name]: brush } : others });
}
