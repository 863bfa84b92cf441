import { isNeutral, wordsOf } from './split-names.js';

/**
 * Which of these folder names, side by side, are those of parts of one set (`fold1` and `fold2`,
 * `images_part_1`), or of what belongs to the same images (`images` and `masks`): none of them is a
 * class. Empty: they may be.
 */
export function partsAmong(names: readonly string[]): readonly string[] {
  return kindsOfData(names) ? names : (numbered(names).find((alike) => alike.length > 1) ?? []);
}

/** Whether a folder's name says that nobody has said what its images are. */
export function isUnlabeled(name: string): boolean {
  const words = wordsOf(name).filter((word) => !isNeutral(word));
  return (
    words.some((word) => UNLABELED.has(word)) || (words.length === 1 && PREDICTED.has(words[0]!))
  );
}

const UNLABELED: ReadonlySet<string> = new Set([
  ...['unlabeled', 'unlabelled', 'unlabel', 'unannotated', 'unsup', 'unsupervised'],
]);

const PREDICTED: ReadonlySet<string> = new Set([
  ...['pred', 'predict', 'prediction', 'predictions', 'inference', 'submission'],
]);

/** The name that another is a copy of, as systems call copies (`cat - Copy`, `cat (1)`); null: none. */
export function copyOf(name: string): string | null {
  const bare = name
    .replace(/^copy of /i, '')
    .replace(/(?: - copy(?: \(\d+\))?| copy(?: \d+)?| \((?:another )?copy\)| \(\d+\))$/i, '');
  return bare === name ? null : bare;
}

/** Whether all are images and what was made of them: as many masks as images would train alike. */
export function kindsOfData(names: readonly string[]): boolean {
  const each = names.map((name) => wordsOf(name));
  return (
    names.length > 1 &&
    each.some((words) => words.some((word) => MADE_OF_IMAGES.has(word))) &&
    each.every((words) => words.length > 0 && words.every(isOfData))
  );
}

function isOfData(word: string): boolean {
  return MADE_OF_IMAGES.has(word) || OF_IMAGES.has(word) || isNeutral(word);
}

const MADE_OF_IMAGES: ReadonlySet<string> = new Set([
  ...['mask', 'masks', 'label', 'labels', 'annotation', 'annotations', 'annot', 'annots', 'anno'],
  ...['gt', 'truth', 'groundtruth', 'segmentation', 'segmentations', 'segmented', 'depth', 'boxes'],
  ...['bbox', 'bboxes', 'meta', 'metadata', 'heatmap', 'heatmaps', 'xml', 'json', 'csv', 'txt'],
  ...['attributes', 'imagesets', 'landmarks', 'keypoints'],
]);

/** What may stand beside them, as `ground` before `truth`, `Tr` behind `images`. */
const OF_IMAGES: ReadonlySet<string> = new Set([
  ...['jpegimages', 'rgb', 'color', 'colour', 'gray', 'grayscale', 'grey', 'thermal', 'infrared'],
  ...['nir', 'ground', 'class', 'object', 'instance', 'semantic', 'tr', 'ts', 'va', 'vis', 'sets'],
]);

/** Names that differ in a number behind a word for a part, by what stands before it. */
function numbered(names: readonly string[]): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const before = PART.exec(name)?.[1]?.toLowerCase();
    if (before === undefined) continue;
    groups.set(before, [...(groups.get(before) ?? []), name]);
  }
  return [...groups.values()];
}

const PART =
  /^((?:.*[^a-z])?(?:k?folds?|splits?|batch(?:es)?|partitions?|chunks?|shards?|parts?|pt|vol(?:ume)?s?|dis[ck]s?|archives?|subsets?|(?:data)?sets?|data|images?|imgs?|pictures?|photos?))[\s._-]*\(?(?:\d+\)?|(?<=[\s._-])[a-h])$/i;
