import type { Observer, Part } from '../../app/observer.js';
import { isDone } from '../../app/workers/track-parts.js';
import { byteText } from '../../core/words/byte-text.js';
import { grouped } from '../../core/words/numbers.js';
import type { CliContext } from '../context.js';
import { bar } from '../text/bar.js';
import { truncate } from '../text/text.js';
import { duration } from '../text/units.js';
import type { Screen } from './screen.js';

/** Milliseconds between two lines on one part where there is no terminal. */
const LINE_INTERVAL = 15_000;

/** Fetching, decoding, exporting: bars on a terminal that become a line per part, lines elsewhere. */
export function showParts(
  { err, now }: Pick<CliContext, 'err' | 'now'>,
  screen: Screen,
): Required<Pick<Observer, 'onPart' | 'onPartsEnd'>> {
  const parts = new Map<string, Part>();
  const lastLine = new Map<string, number>();
  const bars = () => [...parts.values()].map((part) => truncate(barLine(part), err.columns() - 1));

  return {
    onPart(part) {
      if (parts.size === 0) screen.show(bars);
      parts.set(part.label, part);
      if (err.isTerminal) return;
      const last = lastLine.get(part.label) ?? Number.NEGATIVE_INFINITY;
      if (now() - last < LINE_INTERVAL && !isDone(part)) return;
      lastLine.set(part.label, now());
      screen.print(plainLine(part));
    },
    onPartsEnd() {
      screen.show(null);
      if (err.isTerminal) for (const part of parts.values()) screen.print(plainLine(part));
      parts.clear();
      lastLine.clear();
    },
  };
}

function barLine(part: Part): string {
  const { label, done, total } = part;
  const share = total === null ? '' : `${bar(done / Math.max(1, total), 20)} `;
  return `${label.padEnd(28)} ${share}${amount(part)}`;
}

function plainLine(part: Part): string {
  const time = isDone(part) ? ` in ${duration(part.seconds)}` : ' ...';
  return `${part.label}: ${amount(part)}${time}`;
}

function amount({ done, total, unit }: Part): string {
  const shown = (n: number) => (unit === 'bytes' ? byteText(n) : grouped(n));
  const text = total === null || done >= total ? shown(done) : `${shown(done)} of ${shown(total)}`;
  return unit === 'bytes' ? text : `${text} ${unit}`;
}
