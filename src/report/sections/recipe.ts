import type { Json } from '../../core/json.js';
import { html, type Markup } from '../markup/markup.js';
import { facts, table } from '../markup/table.js';
import type { ReportParts } from '../report-parts.js';
import { hasFolders } from '../without-folders.js';
import { recipeFields } from './recipe-fields.js';
import { paragraphs, section } from './section.js';
import { metricText, paramText } from './values.js';

/** What the best trained with, to the last default. */
export function recipeSection({ trial, sweep, leaderboard }: ReportParts): Markup | null {
  if (!trial) return null;
  const { best, recipe, metric } = trial;
  const runs = leaderboard.rows.find((row) => row.trial === trial.trial)?.n ?? 1;
  const which = `Trial ${trial.trial}${runs > 1 ? `, the best of ${runs} runs of this recipe` : ''}`;
  const came = best
    ? `${which}: ${metric} ${metricText(metric, best.value)} at epoch ${best.epoch}, counted from 0.`
    : `${which}.`;
  const varied = new Set(sweep.parameters.filter(({ varies }) => varies).map(({ name }) => name));
  const entries = Object.entries(recipe ?? trial.params) as readonly (readonly [string, Json])[];
  const fields = recipe
    ? recipeFields(recipe)
    : entries.map(([name, value]) => ({ name, param: name, text: paramText(value) }));
  const rows = fields.map(
    ({ name, param, text }) =>
      [name, varied.has(param) ? html`<strong>${text}</strong>` : text] as const,
  );
  return section(
    'recipe',
    'The best recipe',
    paragraphs([came, 'What the sweep searched over is in bold; all else it was given.']),
    facts(rows),
    entries.some(([, value]) => hasFolders(value)) ? paragraphs([SHORTENED]) : null,
  );
}

const SHORTENED = 'Of paths on the machine that trained, only the last part is shown.';

/** What was searched, and how. */
export function spaceSection({ sweep }: ReportParts): Markup {
  const { parameters, sampler, pruner, run_cap, epochs } = sweep;
  const cap = run_cap === null ? 'no limit' : String(run_cap);
  return section(
    'space',
    'The search space',
    facts([
      ['sampler', sampler],
      ['stopped early by', pruner ? paramText(pruner) : 'nothing'],
      ['points, at most', cap],
      ['epochs', String(epochs)],
    ]),
    table(
      'Parameters, in the order of the sweep file',
      [{ title: 'parameter' }, { title: 'values' }, { title: 'scale' }, { title: 'given to' }],
      parameters.map(({ name, values, low, high, scale, conditional }) => [
        { text: name },
        { text: values ? values.map(paramText).join(', ') : rangeText(low, high) },
        { text: values ? 'listed' : scale },
        { text: conditional ? 'some points' : 'all points' },
      ]),
      { isSortable: false },
    ),
    parameters.some(({ values }) => hasFolders(values ?? null)) ? paragraphs([SHORTENED]) : null,
  );
}

function rangeText(low: number | null, high: number | null): string {
  return low === null || high === null ? 'drawn or derived' : `${low} to ${high}`;
}
