import { count, grouped } from '../../core/words/numbers.js';
import type { Markup } from '../markup/markup.js';
import type { ReportParts } from '../report-parts.js';
import { paragraphs, section } from './section.js';

/** What a reader must know to judge the numbers. */
export function honestySection(parts: ReportParts): Markup {
  return section(
    'honesty',
    'How far to trust this',
    paragraphs([
      chosenText(parts),
      testText(parts),
      ...lostText(parts),
      ...changedText(parts),
      ...exactText(parts),
    ]),
  );
}

function chosenText({ sweep, leaderboard }: ReportParts): string {
  const { finished } = sweep.trials;
  const rivals = leaderboard.rows.filter(({ rank }) => rank !== null).length;
  if (finished === 0) return 'No trial has finished: there is nothing to choose from yet.';
  const bias = leaderboard.judgment?.bias;
  const much =
    bias === null || bias === undefined
      ? 'By how much is not known here.'
      : `By about ${(100 * bias).toFixed(1)} points here, as estimated from its images.`;
  return `The best was chosen out of ${count(rivals, 'recipe')} by the very validation images that it is told by, which flatters it: of many that are equally good, the luckiest is first. ${much}`;
}

function testText({ tested }: ReportParts): string {
  if (tested.length === 0) return 'The test split was never read: no number here is of it.';
  const times = tested.reduce((sum, each) => sum + each.times, 0);
  const each = tested.map(
    ({ trial, accuracy, images }) =>
      `trial ${trial}: accuracy ${accuracy.toFixed(4)} on ${grouped(images)} images`,
  );
  const often = times === 1 ? 'once' : `${times} times`;
  const warning =
    times > 1 ? ' The more often it is read to choose, the less honest its numbers.' : '';
  return `The test split was read ${often}, for ${count(tested.length, 'trial')} (${each.join('; ')}).${warning}`;
}

function lostText({ sweep }: ReportParts): readonly string[] {
  const { failed, diverged, stopped, queued, running } = sweep.trials;
  const left = queued + running;
  return [
    ...(left > 0
      ? [`The sweep has not ended: ${count(left, 'trial')} had no end when this was written.`]
      : []),
    ...(failed + diverged > 0
      ? [
          `${count(failed + diverged, 'trial')} failed or diverged, and ${failed + diverged === 1 ? 'has' : 'have'} no place in the order.`,
        ]
      : []),
    ...(stopped > 0
      ? [
          `${count(stopped, 'trial')} ${stopped === 1 ? 'was' : 'were'} stopped early for being behind at the time: some of them might have come first in the end.`,
        ]
      : []),
  ];
}

function changedText({ trials }: ReportParts): readonly string[] {
  const later = trials.trials.filter(({ change }) => change > 0).length;
  return later === 0
    ? []
    : [
        `${count(later, 'trial')} came after images or weights had changed, and ${later === 1 ? 'is' : 'are'} not ranked with the others.`,
      ];
}

function exactText({ ranOn }: ReportParts): readonly string[] {
  if (!ranOn) return [];
  return ranOn.exact === false
    ? [
        'It ran in a way that need not repeat to the bit: another run may differ in the last digits, and so in the order of near equals.',
      ]
    : [
        'Run again by the same version on the same kind of machine, it gives the same numbers to the bit.',
      ];
}
