import { SPLITS, type Split } from '../../../core/data/contents.js';

/** A folder's name, read as the name of a split. */
interface SplitName {
  readonly split: Split;
  /** What else the name says: `fruits` in `fruits_train`; nothing in `train_images`. */
  readonly rest: string;
}

/** The folders of each split among folders that lie side by side. */
export type NamedSplits = Readonly<Record<Split, readonly string[]>>;

/**
 * Which of these folder names are those of splits: `Training`, `seg_test`, `val_images`; and
 * `fruits_train`, where `fruits_test` is beside it.
 */
export function namedSplits(names: readonly string[]): NamedSplits {
  const read = names.map((name) => ({ name, as: readName(name) }));
  const splitsWith = (rest: string) =>
    new Set(read.flatMap(({ as }) => (as?.rest === rest ? [as.split] : [])));
  const isSplit = (as: SplitName) => as.rest === '' || splitsWith(as.rest).size > 1;
  const of = (split: Split) =>
    read.filter(({ as }) => as?.split === split && isSplit(as)).map(({ name }) => name);
  return { train: of('train'), val: of('val'), test: of('test') };
}

/** The split that a folder's name alone stands for; null: none. */
export function splitNamed(name: string): Split | null {
  const as = readName(name);
  return as?.rest === '' ? as.split : null;
}

function readName(name: string): SplitName | null {
  const words = wordsOf(name).filter((word) => !NEUTRAL.has(word));
  const splits = words.flatMap((word) => splitWord(word) ?? []);
  // `train_val`, as VOC has it, is what trains where there is no `train`.
  const isBoth = splits.length === 2 && splits[0] === 'train' && splits[1] === 'val';
  if (splits.length !== 1 && !isBoth) return null;
  const rest = words.filter((word) => splitWord(word) === null).join(' ');
  return { split: splits[0]!, rest };
}

/** `segTrain-2` is `seg`, `train`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .normalize('NFC')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

function splitWord(word: string): Split | null {
  const stem = word.replace(
    /(?:datasets?|sets?|data|images?|imgs?|folder|集|データ|数据|图片)$/,
    '',
  );
  return SPLITS.find((split) => SPELLED[split].includes(stem)) ?? null;
}

/** As data sets on the web have them. Either of the last two keeps images out of training. */
const SPELLED: Readonly<Record<Split, readonly string[]>> = {
  train: [
    ...[
      'train',
      'training',
      'trn',
      'trainval',
      'entrenamiento',
      'treino',
      'treinamento',
      'entrainement',
    ],
    ...['entraînement', 'apprentissage', 'addestramento', 'eğitim', 'обучение', 'тренировка'],
    ...['训练', '訓練', '学習', '훈련'],
  ],
  val: [
    ...['val', 'valid', 'validation', 'validate', 'validating', 'dev', 'development'],
    ...['validación', 'validacion', 'validação', 'validacao', 'validierung', 'doğrulama'],
    ...['валидация', '验证', '驗證', '検証', '검증'],
  ],
  test: [
    ...['test', 'testing', 'tst', 'eval', 'evaluation', 'holdout', 'prueba', 'pruebas', 'teste'],
    ...['testes', 'тест', '测试', '測試', 'テスト', '시험', '테스트'],
  ],
};

/** Words that say nothing about what a folder holds. */
const NEUTRAL: ReadonlySet<string> = new Set([
  ...['set', 'sets', 'data', 'dataset', 'datasets', 'split', 'splits', 'seg', 'folder', 'files'],
  ...['image', 'images', 'img', 'imgs', 'pic', 'pics', 'picture', 'pictures', 'photo', 'photos'],
  ...['sample', 'samples', 'jpg', 'jpeg', 'png', 'px', 'x', 'the', 'my', 'new', 'final', 'full'],
  ...['raw', 'original', 'resized', 'cropped', 'cleaned', 'processed', 'preprocessed', 'v'],
]);

/** Whether a word says nothing about what a folder holds. */
export function isNeutral(word: string): boolean {
  return NEUTRAL.has(word);
}
