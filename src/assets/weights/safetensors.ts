import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { WeightsError } from '../../core/errors.js';
import type { ModelSpec } from '../../core/sweep.js';
import { plain } from '../../core/words/plain.js';
import { hashFile } from '../../machine/files/hash-file.js';
import { networkCalled } from '../../networks/index.js';
import { FOREIGN_ENDINGS, foreignFile, joinLines } from '../tensor-files/foreign-file.js';
import { hashTensors } from '../tensor-files/hash.js';
import { startOf } from '../tensor-files/regular-file.js';
import { type OpenSafetensors, withSafetensors } from '../tensor-files/safetensors-read.js';
import { fromTorch } from '../tensor-files/torch-layout.js';
import { wrongValues } from './check-values.js';
import { trainedWith } from './export-metadata.js';
import { explainNames } from './names/explain-names.js';
import { type Match, matchNames } from './names/match-names.js';
import { FLOATS } from './names/mistakes.js';
import { noteNames } from './names/note-names.js';
import { configBeside, transformersLayout } from './transformers-config.js';
import type { NetworkWeights, WeightsDef, WeightTensor } from './weights.js';

/**
 * A network of the user's, by whoever's names (see names/), with any classifier or none. Taken for
 * v1.5, epsilon 1e-5 and ImageNet's mean and std, as torchvision and timm have it, unless its
 * metadata says that it was exported from here.
 */
export const safetensors: WeightsDef = {
  type: 'safetensors',
  summary: 'a .safetensors file in the names of torchvision, timm or transformers',
  spelled: 'a .safetensors file',
  architecture: null,
  matches: (weights) => /\.safetensors$/i.test(weights) || isForeign(weights),
  look(model) {
    refuseForeign(model.weights);
    withSafetensors(model.weights, (file) => void matched(file, model));
  },
  async prepare(model, { note }) {
    refuseForeign(model.weights);
    withSafetensors(model.weights, (file) => {
      const { match } = matched(file, model);
      const wrong = [...match.found].flatMap(([name, key]) => {
        const why = wrongValues(name, file.read(key));
        return why === null ? [] : [`${key} ${why}`];
      });
      refuse(wrong, model.weights);
      const names = noteNames(file.tensors, match);
      if (names !== null) note?.(`${model.weights}: ${names}`);
    });
  },
  digest: (model) => (isFile(model.weights) ? digestOf(model) : null),
  files: (model) => [
    model.weights,
    ...(isChangedByConfig(model) ? [configBeside(model.weights)] : []),
  ],
  standard: ({ weights }) =>
    withSafetensors(weights, ({ metadata }) => trainedWith(metadata, weights).normalization),
  async load(model): Promise<NetworkWeights> {
    return withSafetensors(model.weights, (file) => {
      const { match, network, trained } = matched(file, model);
      const tensors = new Map<string, WeightTensor>();
      const wrong: string[] = [];
      for (const [name, key] of [...match.found, ...classifier(file, match)]) {
        const tensor = file.read(key);
        const why = match.found.has(name) ? wrongValues(name, tensor) : null;
        if (why !== null) wrong.push(`${key} ${why}`);
        tensors.set(name, fromTorch(tensor));
      }
      refuse(wrong, model.weights);
      return { ...trained, network, tensors, hash: hashTensors(tensors) };
    });
  },
};

/** Of the file, and of what a `config.json` beside it says that changes the network. */
function digestOf(model: ModelSpec): string {
  const digest = hashFile(model.weights);
  return isChangedByConfig(model)
    ? createHash('sha256').update(`${digest} downsample_in_bottleneck`).digest('hex')
    : digest;
}

function isChangedByConfig(model: ModelSpec): boolean {
  try {
    return withSafetensors(model.weights, (file) => {
      const { match, trained } = matched(file, model);
      return match.naming.ownConfig && trained.layout === 'v1';
    });
  } catch (error) {
    // Who loads it is told what is wrong with it.
    if (error instanceof WeightsError) return false;
    throw error;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** @throws {WeightsError} the file does not hold the network, by names, shapes and types. */
function matched({ tensors, metadata }: OpenSafetensors, model: ModelSpec) {
  const { architecture, weights: path, prefix } = model;
  const network = networkCalled(architecture);
  if (tensors.size > MOST_TENSORS) {
    throw new WeightsError(
      `${path} holds ${tensors.size} tensors; expected those of a ${network.title}, some hundred, and at most ${MOST_TENSORS}.`,
    );
  }
  const found = matchNames(tensors, network, prefix);
  if (!('match' in found)) {
    const lines = explainNames(found, network, path);
    const join = 'mistakes' in found ? joinLines(path) : null;
    const parts =
      join === null ? [] : ['It is one of several parts of a model. To join them:', ...join];
    throw new WeightsError([...lines, ...parts]);
  }
  const { match } = found;
  const trained = trainedWith(metadata, path);
  const layout = match.naming.ownConfig ? transformersLayout(path) : trained.layout;
  return { network, match, trained: { ...trained, layout } };
}

/** A file of some training runs holds a dozen copies of a network; more is not of a ResNet. */
const MOST_TENSORS = 20_000;

/** @throws {WeightsError} `wrong` is not empty. */
function refuse(wrong: readonly string[], path: string): void {
  if (wrong.length === 0) return;
  const more = wrong.length > TOLD ? [`and ${wrong.length - TOLD} more`] : [];
  throw new WeightsError([
    `${path} holds weights that no trial could train from:`,
    ...[...wrong.slice(0, TOLD), ...more].map((line) => `  ${plain(line)}`),
    'The file was written by a training that had diverged, or it is damaged: take another.',
  ]);
}

const TOLD = 8;

/** The classifier as it is exported from here; others are left out: every trial makes its own. */
function classifier({ tensors }: OpenSafetensors, { prefix }: Match) {
  return [...tensors].flatMap(([key, { dtype }]): (readonly [string, string])[] => {
    if (!key.startsWith(prefix) || !FLOATS.includes(dtype)) return [];
    const name = key.slice(prefix.length);
    return /^fc\.((0|2)\.)?(weight|bias)$/.test(name) ? [[name, key]] : [];
  });
}

function isForeign(weights: string): boolean {
  return FOREIGN_ENDINGS.some((ending) => weights.toLowerCase().endsWith(ending));
}

/** @throws {WeightsError} by its name it is of another format: what it is, and how to convert it. */
function refuseForeign(path: string): void {
  if (!isForeign(path)) return;
  const [what = 'of another format.', ...lines] = foreignFile(path, startOf(path)) ?? [];
  throw new WeightsError([`${path} is ${what}`, ...lines]);
}
