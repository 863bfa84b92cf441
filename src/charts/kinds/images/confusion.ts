import { count } from '../../../core/words/numbers.js';
import type { TrialImagesDocument } from '../../../results/documents/looking/trial-images.js';
import { defineChart, type Frame } from '../../chart.js';
import { emptyScene } from '../../parts/empty.js';
import { layOut } from '../../parts/plot.js';
import { layOutRows, rowsIn } from '../../parts/rows/rows.js';
import { sentences } from '../../parts/words.js';
import type { Axis, Mark, Scene } from '../../scene.js';
import { numberText, shortMiddle } from '../../value-text.js';
import { cellMarks, classLabels } from './confusion/cells.js';

/** What validation images of each class were taken for. */
export const confusion = defineChart({
  kind: 'confusion',
  title: 'Confusion matrix',
  summary: 'What validation images of each class were taken for, by the best weights of a trial',
  of: 'trial',
  needs: ['images'],
  frame: { width: 640, height: 560 },
  draw({ images }, _, frame) {
    const { trial, class_names: names, confusion } = images;
    const title = `Trial ${trial}: what images were taken for`;
    const total = confusion.flat().reduce((sum, each) => sum + each, 0);
    if (total === 0) return emptyScene(frame, title, 'No image was judged.', COLUMNS);
    const pairs = pairsOf(images);
    const words = sentences(
      `${numberText(images.accuracy)} of ${count(total, 'validation image')} are right.`,
      pairs[0]
        ? `Most often ${shortMiddle(pairs[0].label, 60)}: ${count(pairs[0].images, 'image')}.`
        : '',
    );
    return names.length > MOST
      ? ofPairs(pairs, { title, words }, frame)
      : ofAll(images, { title, words }, frame);
  },
});

const COLUMNS = ['class', 'taken for', 'images', 'share of the class'];

/** Classes that a matrix shows; of more, the pairs that are most often confused. */
const MOST = 200;

interface Said {
  readonly title: string;
  readonly words: string;
}

interface Pair {
  /** `cat taken for dog`. */
  readonly label: string;
  readonly row: readonly [own: string, taken: string, images: number, share: number];
  readonly images: number;
}

/** Classes that were taken for others, the most images first. */
function pairsOf({ class_names: names, confusion }: TrialImagesDocument): readonly Pair[] {
  return confusion
    .flatMap((row, r) => {
      const all = row.reduce((sum, each) => sum + each, 0);
      return row.flatMap((images, c): readonly Pair[] => {
        if (images === 0 || r === c) return [];
        const [own, taken] = [names[r] ?? String(r), names[c] ?? String(c)];
        return [
          { label: `${own} taken for ${taken}`, images, row: [own, taken, images, images / all] },
        ];
      });
    })
    .sort((a, b) => b.images - a.images);
}

function ofPairs(pairs: readonly Pair[], { title, words }: Said, frame: Frame): Scene {
  if (pairs.length === 0) return emptyScene(frame, title, words, COLUMNS);
  const rows = pairs.slice(0, rowsIn(frame));
  const x: Axis = {
    kind: 'linear',
    name: 'images',
    label: 'images',
    low: 0,
    high: rows[0]!.images,
  };
  const placed = layOutRows(frame, { title, x, rows });
  const bars = placed.shown.flatMap(({ row, middle }): Mark[] => {
    const [zero, end] = [placed.x.clamped(0), placed.x.clamped(row.images)];
    if (zero === null || end === null) return [];
    const place = { left: zero, top: middle - 5, width: Math.max(0.5, end - zero), height: 10 };
    return [
      { kind: 'bar', ...place, color: 'bad', title: `${row.label}: ${count(row.images, 'image')}` },
    ];
  });
  return {
    ...{ width: frame.width, height: frame.height, title },
    summary: sentences(words, `Of ${count(pairs.length, 'pair')} the most confused are drawn.`),
    areas: [placed.area],
    marks: [...placed.under, ...placed.names, ...bars],
    table: { columns: COLUMNS, rows: placed.shown.map(({ row }) => row.row) },
  };
}

function ofAll(images: TrialImagesDocument, { title, words }: Said, frame: Frame): Scene {
  const { confusion } = images;
  // Names may be equal: their places tell them apart.
  const values = classLabels(images.class_names);
  const plot = layOut(frame, {
    title,
    x: { kind: 'category', name: 'taken for', label: 'taken for', values },
    y: { kind: 'category', name: 'class', label: 'class', values, reversed: true },
    legend: [
      { label: 'right', color: 'accent', as: 'bar' },
      { label: 'wrong', color: 'bad', as: 'bar' },
    ],
  });
  return {
    ...{ width: frame.width, height: frame.height, title },
    summary: sentences(words, 'Each row is a class; the darker a cell, the larger its share.'),
    areas: [plot.area],
    marks: [...plot.marks, ...cellMarks(confusion, values, plot)],
    table: {
      columns: COLUMNS,
      rows: confusion.flatMap((row, r) => {
        const all = row.reduce((sum, each) => sum + each, 0);
        return row.flatMap((each, c) =>
          each === 0 ? [] : [[values[r] ?? r, values[c] ?? c, each, each / all]],
        );
      }),
    },
  };
}
