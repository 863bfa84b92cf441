import { count } from '../../../core/words/numbers.js';
import type { Advice } from '../../../results/advice/advice.js';
import { changeText } from '../../../results/advice/change-text.js';
import { FEWEST_GOOD } from '../../../results/advice/evidence.js';
import type { Advised } from '../../../results/documents/insight/advise.js';
import { differenceText } from '../../../results/insight/metric-words.js';
import { countsText, nothingFinished } from '../../../results/insight/silence.js';
import type { Style } from '../../text/style.js';
import { wrap } from '../../text/text.js';

/** What to try next, as a person reads it. `next`: what is said below, where something is for a file. */
export function renderAdvice(
  { evidence, advice, written }: Advised,
  shown: number,
  next: string,
  width: number,
  style: Style,
): string {
  const { sweep, points } = evidence;
  const { metric } = sweep.spec;
  const head = style.bold(`Sweep ${sweep.id}: ${sweep.name}`);
  const pieces = advice
    .slice(0, shown)
    .map((each, i) => piece(each, i + 1, metric.name, width, style));
  const more = advice.length - shown;
  const leftOut = written?.leftOut ?? [];
  const isForFile = advice.some(({ changes }) => changes.length > 0);
  const foot = [
    ...(more > 0 ? [`${count(more, 'more piece')} of advice; --all shows all.`] : []),
    ...leftOut.map(({ rule, why }) => `Not in the file: ${rule}; with it, ${why}.`),
  ].flatMap((line) => wrap(line, width));
  const last = isForFile ? [next] : [];
  const from = `From ${count(points.length, 'finished point')} (trials: ${countsText(evidence)}), most promising first.`;
  const intro = advice.length === 0 ? nothing(evidence) : from;
  return `${[[head, ...wrap(intro, width)].join('\n'), ...pieces, ...(foot.length + last.length > 0 ? [[...foot, ...last].join('\n')] : [])].join('\n\n')}\n`;
}

function nothing(evidence: Advised['evidence']): string {
  const { points } = evidence;
  if (points.length === 0) return nothingFinished(evidence);
  if (points.length < FEWEST_GOOD) {
    return `${count(points.length, 'point')} ${points.length === 1 ? 'has' : 'have'} finished (trials: ${countsText(evidence)}); it takes ${FEWEST_GOOD} to advise anything.`;
  }
  return `Nothing in ${count(points.length, 'finished point')} speaks clearly for a change. \`thaw importance\` shows what matters.`;
}

function piece(
  { title, sentence, source, strength, gain, changes }: Advice,
  place: number,
  metric: Parameters<typeof differenceText>[1],
  width: number,
  { bold, dim }: Style,
): string {
  const lead = `${place}. `;
  const indent = ' '.repeat(lead.length);
  const body = (text: string) => wrap(text, width - lead.length).map((line) => `${indent}${line}`);
  const gained = gain === null ? '' : `, up to ${differenceText(gain, metric)} to gain`;
  const sure = `Evidence: ${strength}${gained}. Source: ${source}.`;
  const change = changes.map(changeText);
  return [
    ...wrap(title, width - lead.length).map((line, l) => `${l === 0 ? lead : indent}${bold(line)}`),
    ...body(sentence),
    ...(change.length > 0 ? body(`Change: ${change.join('; ')}`) : []),
    ...body(sure).map(dim),
  ].join('\n');
}
