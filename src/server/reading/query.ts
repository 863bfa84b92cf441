import type { ChartOptions, Frame } from '../../charts/chart.js';
import { readOptions } from '../../charts/options/options.js';
import { METRIC_NAMES, type MetricName, type Rule } from '../../core/metric.js';
import { Refusal } from '../../machine/http/refusal.js';
import { readDocument } from '../../results/live/read-documents.js';

/** A document that somebody asks for; plain data. */
export type Query =
  | { readonly document: 'sweeps' }
  | ({ readonly document: SweepDocumentName; readonly sweep: number } & Choices)
  | { readonly document: 'trial' | 'compare'; readonly trials: readonly number[] }
  | PlotQuery;

/** A chart as SVG. */
export interface PlotQuery {
  readonly document: 'plot';
  readonly kind: string;
  /** Ids. Null: it is of trials. */
  readonly sweep: number | null;
  readonly trials: readonly number[];
  readonly options: ChartOptions;
  readonly frame: Partial<Frame>;
  readonly scheme: 'light' | 'dark';
}

/** Documents of one sweep. */
type SweepDocumentName = Exclude<keyof typeof readDocument, 'trial' | 'compare'>;

interface Choices {
  readonly metric?: MetricName;
  readonly rule?: Rule;
  /** Ids. */
  readonly trials?: readonly number[];
}

/**
 * What an address below `/api` asks for; null: there is no such.
 *
 * @throws {Refusal} it asks for it in a way that makes no sense.
 */
export function parseQuery(path: string, search: URLSearchParams): Query | null {
  const [first, id, name = 'sweep', ...rest] = path.split('/').slice(2);
  if (rest.length > 0) return null;
  if (first === 'compare' && id === undefined) {
    const trials = trialsIn(search) ?? [];
    if (trials.length === 2) return { document: 'compare', trials };
    throw new Refusal(400, '`trials` expects two ids with a comma between, such as 3,7.');
  }
  if (first === 'sweeps' && id === undefined) return { document: 'sweeps' };
  if (!isId(id)) return null;
  if (first === 'trials')
    return name === 'sweep' ? { document: 'trial', trials: [Number(id)] } : null;
  if (first !== 'sweeps' || !isSweepDocument(name)) return null;
  if (name === 'sweep' && path.split('/').length > 4) return null;
  return { document: name, sweep: Number(id), ...choicesIn(search) };
}

/** What an address below `/plot` asks for; null: there is no such. @throws {Refusal} */
export function parsePlot(path: string, search: URLSearchParams): PlotQuery | null {
  const [, kind] = /^\/plot\/([a-z][a-z-]*)\.svg$/.exec(path) ?? [];
  if (kind === undefined) return null;
  const sweep = search.get('sweep');
  const trials = trialsIn(search) ?? [];
  if (sweep !== null && !isId(sweep)) throw new Refusal(400, '`sweep` expects an id, such as 3.');
  if ((sweep === null) === (trials.length === 0)) {
    throw new Refusal(400, 'A picture is of a sweep (`sweep=3`) or of trials (`trials=12`).');
  }
  return {
    document: 'plot',
    kind,
    sweep: sweep === null ? null : Number(sweep),
    trials,
    options: readOptions(search),
    frame: { ...sideIn(search, 'width'), ...sideIn(search, 'height') },
    scheme: oneOf(search, 'scheme', ['light', 'dark'] as const) ?? 'light',
  };
}

function sideIn(search: URLSearchParams, side: 'width' | 'height'): Partial<Frame> {
  const given = search.get(side);
  if (given === null) return {};
  const pixels = Number(given);
  if (Number.isInteger(pixels) && pixels >= 200 && pixels <= 4000) return { [side]: pixels };
  throw new Refusal(400, `\`${side}\` expects a whole number of pixels from 200 to 4000.`);
}

function isSweepDocument(name: string): name is SweepDocumentName {
  return Object.hasOwn(readDocument, name) && name !== 'trial' && name !== 'compare';
}

function choicesIn(search: URLSearchParams): Choices {
  const metric = oneOf(search, 'metric', METRIC_NAMES);
  const rule = oneOf<Rule>(search, 'rule', ['best', 'last']);
  const trials = trialsIn(search);
  return { ...(metric && { metric }), ...(rule && { rule }), ...(trials && { trials }) };
}

function oneOf<Value extends string>(
  search: URLSearchParams,
  key: string,
  values: readonly Value[],
): Value | undefined {
  const given = search.get(key);
  const known = values.find((value) => value === given);
  if (given === null || known !== undefined) return known;
  throw new Refusal(400, `\`${key}\` expects one of ${values.join(', ')}.`);
}

function trialsIn(search: URLSearchParams): readonly number[] | undefined {
  const given = search.get('trials');
  if (given === null) return undefined;
  const ids = given === '' ? [] : given.split(',');
  if (ids.every(isId)) return ids.map(Number);
  throw new Refusal(400, '`trials` expects ids with commas between, such as 3,7.');
}

function isId(text: string | undefined): text is string {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text);
}
