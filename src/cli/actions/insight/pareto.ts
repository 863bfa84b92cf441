import { UsageError } from '../../../core/errors.js';
import { METRIC_NAMES, type MetricName } from '../../../core/metric.js';
import { didYouMean } from '../../../core/words/nearest-name.js';
import { paretoDocument } from '../../../results/documents/insight/pareto.js';
import { readPareto } from '../../../results/pareto/pareto.js';
import type { CliContext } from '../../context.js';
import { paretoCsv } from '../../csv/insight/pareto.js';
import type { SharedArgs } from '../../parsing/shared-flags.js';
import { checkTop } from '../../parsing/sweep-flags.js';
import { TABLE_ROWS } from '../../parsing/table-rows.js';
import { print } from '../../print.js';
import { renderPareto } from '../../render/insight/pareto.js';
import { withResults } from '../../with-results.js';

interface ParetoArgs extends SharedArgs {
  readonly sweep: string | undefined;
  readonly metrics: string | undefined;
  readonly top: number | undefined;
}

export async function run(args: ParetoArgs, context: CliContext): Promise<void> {
  const { place, format, sweep, top } = args;
  if (top !== undefined) checkTop(top);
  const metrics = args.metrics === undefined ? undefined : metricsIn(args.metrics);
  const pareto = await withResults(context, place, 'read', ({ store }) =>
    readPareto(store, { sweep, metrics }),
  );
  print(context.out, format, pareto, {
    json: paretoDocument,
    csv: (shown) => paretoCsv(paretoDocument(shown)),
    text: (shown, width, style) => renderPareto(shown, top ?? TABLE_ROWS, width, style),
  });
}

/** @throws {UsageError} fewer than two, one twice, or one that is not measured. */
function metricsIn(text: string): readonly MetricName[] {
  const given = text.split(',').map((name) => name.trim());
  const names = given.map((name) => {
    const known = METRIC_NAMES.find((each) => each === name);
    if (known) return known;
    // `seconds` and `parameters` are ends of names, too far from them for a slip of the keys.
    const whole = METRIC_NAMES.find((each) => each.endsWith(`_${name}`));
    const near = didYouMean(whole ?? name, METRIC_NAMES);
    throw new UsageError(
      `--metrics expects some of ${METRIC_NAMES.join(', ')}; not "${name}"${near}`,
    );
  });
  if (new Set(names).size === names.length && names.length > 1) return names;
  throw new UsageError(
    `--metrics expects two metrics or more, each once, such as val_accuracy,training_seconds; not "${text}".`,
  );
}
