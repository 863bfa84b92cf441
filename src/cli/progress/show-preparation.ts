import type { Progress } from '../../core/progress.js';
import { plain } from '../../core/words/plain.js';
import type { CliContext } from '../context.js';
import { bar } from '../render/bar.js';
import { truncate } from '../render/text.js';
import { bytes, duration, grouped } from '../render/units.js';
import type { Screen } from './screen.js';

/** Fetching and decoding, told on stderr: bars on a terminal, a line per part elsewhere. */
export interface PreparationDisplay {
  onProgress(progress: Progress): void;
  /** Seconds spent so far on each kind of work; parts that run at once count for each. */
  seconds(): { readonly download: number; readonly images: number };
  /** Leaves one line per part on a terminal. A second call does nothing. */
  close(): void;
}

interface Part {
  readonly progress: Progress;
  readonly started: number;
  readonly ended: number;
}

/** Milliseconds between two lines on one part where there is no terminal. */
const LINE_INTERVAL = 15_000;

export function showPreparation(
  { err, now }: Pick<CliContext, 'err' | 'now'>,
  screen: Screen,
): PreparationDisplay {
  const parts = new Map<string, Part>();
  const lastLine = new Map<string, number>();
  let closed = false;
  screen.show(() => [...parts.values()].map((part) => truncate(barLine(part), err.columns() - 1)));

  function printLine(part: Part): void {
    const { label } = part.progress;
    const due = now() - (lastLine.get(label) ?? Number.NEGATIVE_INFINITY) >= LINE_INTERVAL;
    if (err.isTerminal || (!due && !isDone(part))) return;
    lastLine.set(label, now());
    screen.print(plainLine(part));
  }

  return {
    onProgress(progress) {
      const before = parts.get(progress.label);
      if (before && isDone(before)) return;
      const part = { progress, started: before?.started ?? now(), ended: now() };
      parts.set(progress.label, part);
      printLine(part);
    },
    seconds() {
      const of = (unit: Progress['unit']) =>
        [...parts.values()]
          .filter((part) => part.progress.unit === unit)
          .reduce((sum, { started, ended }) => sum + (ended - started) / 1000, 0);
      return { download: of('bytes'), images: of('images') };
    },
    close() {
      if (closed) return;
      closed = true;
      screen.show(null);
      if (!err.isTerminal) return;
      for (const part of parts.values()) screen.print(plainLine(part));
    },
  };
}

function isDone({ progress }: Part): boolean {
  return progress.total !== null && progress.done >= progress.total;
}

function barLine({ progress }: Part): string {
  const { label, done, total } = progress;
  const share = total === null ? '' : `${bar(done / Math.max(1, total), 20)} `;
  return `${plain(label).padEnd(28)} ${share}${amount(progress)}`;
}

function plainLine(part: Part): string {
  const seconds = (part.ended - part.started) / 1000;
  const time = isDone(part) ? ` in ${duration(seconds)}` : ' ...';
  return `${plain(part.progress.label)}: ${amount(part.progress)}${time}`;
}

function amount({ done, total, unit }: Progress): string {
  const shown = (n: number) => (unit === 'bytes' ? bytes(n) : grouped(n));
  const text = total === null || done >= total ? shown(done) : `${shown(done)} of ${shown(total)}`;
  return unit === 'bytes' ? text : `${text} images`;
}
