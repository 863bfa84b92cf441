import { sum } from '../../../core/lists/sum.js';
import { count, grouped } from '../../../core/words/numbers.js';
import type { LookDocument, LookWarning } from '../../../results/documents/looking/look.js';
import { bar } from '../../text/bar.js';
import type { Style } from '../../text/style.js';
import { renderTable } from '../../text/table.js';
import { truncate, wrap } from '../../text/text.js';

/** Classes that are listed; JSON has all. */
const SHOWN = 30;

/** Columns of a class name, and of the longest bar. */
const NAME = 24;
const BAR = 20;

/** What there is to know of a sweep's images. `page`: what was written with them; null: nothing was. */
export function renderLook(
  look: LookDocument,
  page: string | null,
  width: number,
  style: Style,
): string {
  const { name, source, counts, warnings } = look;
  const facts = [sidesText(look), ...pixelTexts(look), samplesText(look, page)];
  const lines = [
    `${style.bold(name)}: ${grouped(sum(counts.train))} images of ${source} to train, ${grouped(sum(counts.val))} to validate`,
    '',
    classTable(look, width, style),
    ...facts.flatMap((fact) => wrap(fact, width)),
    '',
    ...(warnings.length === 0
      ? ['No warnings.']
      : warnings.flatMap((warning) => warningLines(warning, width, style))),
  ];
  return `${lines.join('\n')}\n`;
}

function classTable(look: LookDocument, width: number, { bold, dim }: Style): string {
  const { class_names: names, counts } = look;
  const most = Math.max(1, ...counts.train);
  const rows = names
    .slice(0, SHOWN)
    .map((name, c) => [
      truncate(name, NAME),
      grouped(counts.train[c]!),
      bar(counts.train[c]! / most, BAR),
      grouped(counts.val[c]!),
      counts.test ? grouped(counts.test[c]!) : '-',
    ]);
  const right = (title: string) => ({ title, align: 'right' }) as const;
  const columns = [{ title: 'class' }, right('train'), { title: '' }, right('val'), right('test')];
  const more = names.length - rows.length;
  const table = renderTable(columns, rows, width, bold);
  return more > 0
    ? `${table}${dim(`${grouped(more)} more classes; --format json lists them all.`)}\n`
    : table;
}

function sidesText({ sides: { least, median, most, images } }: LookDocument): string {
  const them = least === most ? `${most} pixels` : `${least} to ${most} pixels, median ${median}`;
  return `Shorter sides of ${count(images, 'image')}: ${them}.`;
}

function pixelTexts({ pixels, normalizations }: LookDocument): readonly string[] {
  return [
    `Pixels: mean ${list(pixels.mean)}, std ${list(pixels.std)} (red, green, blue; 0 to 1).`,
    ...normalizations.map(
      ({ name, input_mean: mean, input_std: std }) =>
        `Normalized by ${name}: mean ${list(mean)}, std ${list(std)}.`,
    ),
  ];
}

function samplesText({ samples }: LookDocument, page: string | null): string {
  const made = samples.map(({ made, image_size: size }) => `${made} at ${size}`);
  const where = page === null ? '-o look.html shows them' : `${page} shows them`;
  return `Sample images: ${count(samples[0]?.images.length ?? 0, 'image')}, ${made.join(', ')} pixels; ${where}.`;
}

/** Images that are named with a warning. */
const NAMED = 6;

function warningLines(
  { message, images }: LookWarning,
  width: number,
  { yellow, dim }: Style,
): readonly string[] {
  const [first = '', ...rest] = wrap(`Warning: ${message}`, width);
  const named = images.filter(({ note }) => note !== '').slice(0, NAMED);
  const names = named.map(({ from, note }) => `${from}: ${note}`);
  return [
    first.replace('Warning:', yellow('Warning:')),
    ...rest,
    ...names.flatMap((line) => wrap(line, width - 2)).map((line) => dim(`  ${line}`)),
  ];
}

function list(values: readonly number[]): string {
  return values.map((value) => value.toFixed(2)).join(' ');
}
