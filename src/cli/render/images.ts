import type { ClassCounts } from '../../core/data/class-counts.js';
import { grouped } from '../../core/words/numbers.js';
import type { ImagesDocument } from '../../results/documents/images.js';
import type { Style } from '../text/style.js';
import { renderTable } from '../text/table.js';
import { wrap } from '../text/text.js';

/** Classes that are listed; JSON has all. */
const SHOWN = 20;

/** A sweep's classes, and how many images of each train, validate and test. */
export function renderImages(
  { classes }: Pick<ImagesDocument, 'classes'>,
  width: number,
  style: Style,
): string {
  return isEven(classes) ? evenText(classes, width) : table(classes, width, style);
}

/** Whether all classes have as many images, give or take the one that a draw rounds up. */
function isEven(classes: readonly ClassCounts[]): boolean {
  const alike = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts) <= 1;
  return (
    classes.length > FEW &&
    alike(classes.map(({ train }) => train)) &&
    alike(classes.map(({ val }) => val)) &&
    alike(classes.map(({ test }) => test ?? 0))
  );
}

/** So few are always listed. */
const FEW = 4;

function evenText(classes: readonly ClassCounts[], width: number): string {
  const isTested = classes.some(({ test }) => test !== null);
  const tested = !isTested ? '' : `, ${each(classes.map((one) => one.test ?? 0))} to test`;
  const names = classes.slice(0, SHOWN).map(({ name }) => name);
  const more = classes.length > SHOWN ? ` and ${classes.length - SHOWN} more` : '';
  const text = `${grouped(classes.length)} classes, of each ${each(classes.map(({ train }) => train))} images to train, ${each(classes.map(({ val }) => val))} to validate${tested}: ${names.join(', ')}${more}`;
  return wrap(text, width)
    .map((line) => `${line}\n`)
    .join('');
}

/** What all classes have, give or take one. */
function each(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? grouped(most) : `${grouped(least)} or ${grouped(most)}`;
}

function table(classes: readonly ClassCounts[], width: number, { bold, dim }: Style): string {
  const row = (name: string, { train, val, test }: Omit<ClassCounts, 'name'>) => {
    return [name, grouped(train), grouped(val), test === null ? '-' : grouped(test)];
  };
  const shown = classes.slice(0, SHOWN).map((each) => row(each.name, each));
  const counts = ['train', 'val', 'test'].map((title) => ({ title, align: 'right' }) as const);
  const text = renderTable(
    [{ title: 'class', wrap: true }, ...counts],
    [...shown, row(`all ${grouped(classes.length)}`, totals(classes))],
    width,
    bold,
  );
  const more = classes.length - SHOWN;
  return more > 0
    ? `${text}${dim(`${grouped(more)} more classes; --format json lists them all.\n`)}`
    : text;
}

function totals(classes: readonly ClassCounts[]): Omit<ClassCounts, 'name'> {
  const sum = (of: (each: ClassCounts) => number | null) =>
    classes.reduce((total, each) => total + (of(each) ?? 0), 0);
  const isTested = classes.some(({ test }) => test !== null);
  return {
    train: sum(({ train }) => train),
    val: sum(({ val }) => val),
    test: isTested ? sum(({ test }) => test) : null,
  };
}
