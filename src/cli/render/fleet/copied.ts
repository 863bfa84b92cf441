import { groupBy } from '../../../core/lists/group-by.js';
import { count, grouped } from '../../../core/words/numbers.js';
import type { CopyDocument, FileLeftDocument } from '../../../results/documents/fleet/store.js';
import type { Style } from '../../text/style.js';
import { renderTable } from '../../text/table.js';
import { bytes } from '../../text/units.js';

/** What was copied, and that it is the same. */
export function renderCopied(done: CopyDocument, width: number, { bold }: Style): string {
  const { from, to, sweeps, tables, digest } = done;
  const isRenumbered = sweeps.some((sweep) => sweep.from !== sweep.to);
  return [
    `Copied ${count(sweeps.length, 'sweep')} from ${from} to ${to}.\n`,
    ...(isRenumbered ? sweeps.map((sweep) => `Sweep ${sweep.from} is ${sweep.to} there.\n`) : []),
    renderTable(
      [{ title: 'table' }, { title: 'rows', align: 'right' }, { title: 'digest' }],
      tables.map((each) => [each.table, grouped(each.rows), each.digest.slice(0, SHOWN)]),
      width,
      bold,
    ),
    `Read back, all of it says the same: ${digest.slice(0, SHOWN)}.\n`,
    ...filesLines(done.files),
  ].join('');
}

/** Of a digest. */
const SHOWN = 16;

function filesLines({ copied, bytes: size, left }: CopyDocument['files']): readonly string[] {
  return [
    ...(copied === 0
      ? []
      : [`Weights and checkpoints: ${count(copied, 'file')}, ${bytes(size)}.\n`]),
    ...[...groupBy(left, ({ why }) => why)].map(([why, files]) => {
      return `${WORDS[why](count(files.length, 'file'))} (${named(files)}).\n`;
    }),
  ];
}

const WORDS: Readonly<Record<FileLeftDocument['why'], (files: string) => string>> = {
  missing: (files) => `Not where they should be, and not copied: ${files} of weights`,
  damaged: (files) => `Damaged, and not copied: ${files} of weights`,
  elsewhere: (files) =>
    `Where artifacts lie is said by THAW_ARTIFACTS, which is not set; not copied: ${files}`,
  nameless: (files) => `Of a version that kept no digests, and not copied: ${files} of weights`,
};

/** The first of them. */
function named(files: readonly FileLeftDocument[]): string {
  const names = files.slice(0, NAMED).map(({ kind, sweep, trial }) => {
    return trial === null ? `${kind} of sweep ${sweep}` : `${kind} of trial ${trial}`;
  });
  const more = files.length > NAMED ? [`${grouped(files.length - NAMED)} more`] : [];
  return [...names, ...more].join(', ');
}

const NAMED = 3;
