import type { DataSpec, SweepSpec } from '../sweep.js';
import { count, grouped } from '../words/numbers.js';
import { classCounts } from './class-counts.js';
import { type Contents, imagesIn } from './contents.js';
import { unreadableText } from './unreadable-text.js';

/** A sweep, and what its source of images holds. */
export interface SweepImages {
  readonly spec: Pick<SweepSpec, 'data' | 'seed'>;
  /** Null: unknown yet. */
  readonly contents: Contents | null;
}

/**
 * What a person should know of the images of a sweep by a look that decodes nothing. `isDecoded`: the
 * others are decoded, so that what cannot be read was left out.
 */
export function dataNotes(
  contents: Contents,
  data: DataSpec,
  seed: number,
  isDecoded = false,
): readonly string[] {
  return [
    ...contents.notes,
    ...unreadableNotes(contents, data, isDecoded),
    ...valNotes(contents, data),
    ...fewNotes(contents, data, seed),
  ];
}

function unreadableNotes(
  { unreadable }: Contents,
  data: DataSpec,
  isDecoded: boolean,
): readonly string[] {
  const used = unreadable.filter(({ split }) => split !== 'val' || data.valFrom === 'folder');
  if (used.length === 0) return [];
  const end = isDecoded ? ': left out.' : '. Convert or remove them; --skip-bad leaves them out.';
  return [`${unreadableText(used)}${end}`];
}

function valNotes({ counts }: Contents, { valFrom }: DataSpec): readonly string[] {
  if (!counts.val || valFrom === 'folder') return [];
  const images = count(imagesIn(counts.val), 'image');
  return [
    `val/ (${images}) is not read: validation images are drawn from train/, by seed; \`val: folder\` under \`data\` takes those of val/.`,
  ];
}

/** Classes too small to learn or to judge by. */
function fewNotes(contents: Contents, data: DataSpec, seed: number): readonly string[] {
  const few = contents.classNames.flatMap((name, c) => {
    const images = contents.counts.train[c]!;
    return images < HANDFUL ? [`${name} (${images})`] : [];
  });
  const unjudged = classCounts(contents, data, seed)
    .filter(({ val }) => val === 0)
    .map(({ name }) => name);
  return [
    ...(few.length > 0 ? [`Fewer than ${HANDFUL} images in ${listed(few)}.`] : []),
    ...(unjudged.length > 0 ? [`No images to validate on in ${listed(unjudged)}.`] : []),
  ];
}

const HANDFUL = 5;

/** Names that are shown. */
const SHOWN = 10;

function listed(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${grouped(names.length - SHOWN)} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}
