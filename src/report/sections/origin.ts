import type { Json } from '../../core/json.js';
import { plain } from '../../core/words/plain.js';
import { html, lines, type Markup } from '../markup/markup.js';
import { facts } from '../markup/table.js';
import type { ReportParts } from '../report-parts.js';
import { paragraphs, section } from './section.js';
import { paramText } from './values.js';

/** By what, on what and of what it was made. */
export function originSection({ sweep, ranOn, trial, version }: ReportParts): Markup {
  const made = trial?.made_of;
  const recipe: Readonly<Record<string, Json>> = trial?.recipe ? { ...trial.recipe } : {};
  return section(
    'origin',
    'Made by and of',
    facts([
      ['Thaw', ranOn ? `${ranOn.version}; this report by ${version}` : `this report by ${version}`],
      [
        'backend',
        ranOn ? `${ranOn.backend} ${ranOn.backendVersion}`.trim() : (sweep.backend ?? 'not known'),
      ],
      ...(ranOn ? [['device', deviceText(ranOn)] as const] : []),
      ['begun', sweep.created_at],
      ...(recipe.model === undefined ? [] : [['network', paramText(recipe.model)] as const]),
      ...(recipe.data === undefined ? [] : [['images', paramText(recipe.data)] as const]),
      ...(recipe.seed === undefined ? [] : [['seed', paramText(recipe.seed)] as const]),
      ...(made ? [['classes', String(made.class_names.length)] as const] : []),
      ...(made?.data ? [['SHA-256 of the images', made.data] as const] : []),
      ...(made?.weights ? [['SHA-256 of the weights', made.weights] as const] : []),
    ]),
  );
}

/** Without what tells one device from all others of its kind. */
function deviceText({ device }: NonNullable<ReportParts['ranOn']>): string {
  return device.replace(/ \((?:GPU|MIG)-[^)]*\)/g, '');
}

/** The file, and what to type. */
export function againSection({ sweep, trial }: ReportParts): Markup {
  const { source, name } = sweep;
  const file = `${fileName(name)}.yaml`;
  const commands = [
    `thaw run ${file}`,
    'thaw dashboard',
    ...(trial ? [`thaw export ${trial.trial} -o trial-${trial.trial}.safetensors`] : []),
    `thaw report ${sweep.sweep}`,
  ];
  return section(
    'again',
    'How to run it again',
    paragraphs([
      `Save the file below as ${file}, name in it where your images lie, and run it. Where flags changed values of the file, what counted is in the best recipe and the search space above.`,
    ]),
    html`<pre tabindex="0"><code>${lines(commands.join('\n'))}</code></pre>
`,
    paragraphs([
      'This is the sweep file as it was, to the letter: paths and names that its author wrote in it are in it.',
    ]),
    html`<pre tabindex="0"><code>${lines(source)}</code></pre>
`,
  );
}

function fileName(name: string): string {
  const safe = plain(name)
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 60);
  return safe === '' ? 'sweep' : safe;
}
