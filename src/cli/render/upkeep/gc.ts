import { count } from '../../../core/words/numbers.js';
import type { GcDocument } from '../../../results/documents/upkeep.js';
import type { Style } from '../../text/style.js';
import { renderTable } from '../../text/table.js';
import { bytes } from '../../text/units.js';

/** What was found, and what became of it. */
export function renderGc(found: GcDocument, width: number, style: Style): string {
  const { leftovers, removed } = found;
  if (leftovers.length === 0) return `Nothing is left over.\n${keptLines(found)}`;
  const sum = `${count(leftovers.length, 'thing')}, ${bytes(found.bytes)}`;
  const ending = removed
    ? `Removed: ${sum}.`
    : `Nothing was removed. \`thaw gc --yes\` removes ${sum}.`;
  return `${leftoversTable(found, width, style)}${keptLines(found)}${ending}\n`;
}

export function leftoversTable({ leftovers }: GcDocument, width: number, { bold }: Style): string {
  return renderTable(
    [
      { title: 'what' },
      { title: 'size', align: 'right' },
      { title: 'where, and why nothing needs it', wrap: true },
    ],
    leftovers.map((each) => [each.kind, bytes(each.bytes), `${each.path}: ${each.why}`]),
    width,
    bold,
  );
}

function keptLines({ kept }: GcDocument): string {
  return kept.map(({ path, why }) => `Kept: ${path}: ${why}.\n`).join('');
}
