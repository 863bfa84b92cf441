import type { ChartOptions } from '../../../charts/chart.js';
import type { Scene } from '../../../charts/scene.js';
import { UsageError } from '../../../core/errors.js';
import { METRIC_NAMES } from '../../../core/metric.js';
import type { SweepSpec } from '../../../core/sweep.js';
import { didYouMean } from '../../../core/words/nearest-name.js';

/**
 * Refuses options about something that neither the sweep nor the chart has: nothing would come of
 * them, and nobody would see why.
 *
 * @throws {UsageError}
 */
export function checkNames(
  options: ChartOptions,
  scene: Scene,
  { spec, kind }: { readonly spec: SweepSpec; readonly kind: string },
): void {
  const { x, y, log = [], linear = [], brush = {}, zoom = {} } = options;
  const own = scene.areas.flatMap((area) => [area.x, area.y]).flatMap((axis) => axis?.name ?? []);
  const known = [...Object.keys(spec.space), ...own, ...METRIC_NAMES, ...COLUMNS];
  const given = [
    ...[
      ['x', x],
      ['y', y],
    ].flatMap(([flag, name]) => (name === undefined ? [] : [[flag!, name]])),
    ...log.map((name) => ['log', name]),
    ...linear.map((name) => ['linear', name]),
    ...Object.keys(brush).map((name) => ['brush', name]),
    ...Object.keys(zoom).map((name) => ['zoom', name]),
  ];
  for (const [flag, name] of given) {
    if (known.includes(name!)) continue;
    const near = didYouMean(name!, known) || '.';
    throw new UsageError([
      `${flag!.length === 1 ? '-' : '--'}${flag} names "${name}", which the sweep does not have${near}`,
      `It has ${[...new Set(known)].join(', ')}.`,
    ]);
  }
  checkAxes(kind, options, spec);
}

/** What may run along an axis where a kind has a choice. */
const CHOICES: Readonly<
  Record<string, { readonly x: readonly string[]; readonly y: readonly string[] }>
> = {
  best: { x: ['trial', 'epochs', 'seconds'], y: [] },
  curves: { x: ['epoch', 'seconds'], y: [] },
};

/** @throws {UsageError} the kind would draw along that axis what it always does. */
function checkAxes(
  kind: string,
  asked: Pick<ChartOptions, 'x' | 'y'>,
  { objectives }: Pick<SweepSpec, 'objectives'>,
): void {
  const compared = objectives.map(({ name }) => name);
  for (const axis of ['x', 'y'] as const) {
    const name = asked[axis];
    const choices = kind === 'pareto' ? compared : (CHOICES[kind]?.[axis] ?? []);
    if (name === undefined || choices.includes(name)) continue;
    throw new UsageError(
      choices.length === 0
        ? `\`thaw plot ${kind}\` has no choice of what runs along ${axis}: leave out -${axis}.`
        : `-${axis} of \`thaw plot ${kind}\` is one of ${choices.join(', ')}; not "${name}".`,
    );
  }
}

/** What is known of every trial beside its parameters and metrics. */
const COLUMNS = ['trial', 'epoch', 'epochs', 'seconds'] as const;
