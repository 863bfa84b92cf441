import { isAbsolute } from 'node:path';
import { grouped } from '../../core/words/numbers.js';
import type { TrainedModel } from '../export-format.js';
import type { OpenNetwork } from '../model/network-file.js';
import { withoutPaths } from '../model/provenance.js';
import { figuresOf, rowOf } from './figures.js';
import { cardHeader, short } from './header.js';
import { codeBlock, inMarkdown, markdownTable } from './markdown.js';
import { usageSection } from './usage.js';
import { yamlText } from './yaml-text.js';

/** A card for a repository of the hub: what the network is, how good, how it was chosen, how to run it. */
export function modelCard(model: TrainedModel, network: OpenNetwork): string {
  const { classNames, trial, sweep, version } = model;
  return `${cardHeader(model)}\n${[
    `# ${inMarkdown(sweep.name)}, trial ${trial.trial}`,
    `A ${network.network.title} that tells ${classNames.length} classes of images apart, fine-tuned with Thaw ${version}. ${startOf(model)}`,
    ...(sweep.description === null ? [] : [inMarkdown(sweep.description)]),
    resultsSection(model),
    choiceSection(model),
    usageSection(model, network),
    dataSection(model),
    recipeSection(model),
    LIMITS,
    classSection(classNames),
  ].join('\n\n')}\n`;
}

/** Of the license nothing is said but that: no program can know it. */
const LIMITS = `## Limits

Any image is told to be one of these classes, whatever it shows. How good the network is on images of another kind than
those it was measured on is not known. No license is given here: that is for whoever publishes it to say, by the terms of
the images and of the weights it started from.`;

function startOf({ recipe }: TrainedModel): string {
  const { weights } = recipe.trunk.model;
  if (weights === 'imagenet') return "It started from Keras' ImageNet weights.";
  if (weights === 'random') return 'It started from random weights.';
  return 'It started from weights of a file.';
}

function resultsSection(model: TrainedModel): string {
  const rows = figuresOf(model).map(({ split, metric, value, interval, images, of }) => [
    of === null ? split : `${split} (${of})`,
    inMarkdown(metric),
    short(value),
    interval ? `${short(interval.low)} to ${short(interval.high)}` : '',
    images === null ? '' : grouped(images),
  ]);
  const header = ['split', 'metric', 'value', '95 % interval', 'images'];
  const { tests } = model.trial;
  const untested =
    tests.length === 0
      ? [
          'The test split was not read: nothing here is measured on images that had no part in the choice.',
        ]
      : [];
  return ['## Results', markdownTable(header, rows), ...untested].join('\n\n');
}

/** How many were tried, and what choosing among them does to the value. */
function choiceSection(model: TrainedModel): string {
  const { sweep, trial, leaderboard } = model;
  const { judgment } = leaderboard;
  const row = rowOf(model);
  const tried = Object.values(sweep.trials).reduce((sum, count) => sum + count, 0);
  const { finished, stopped } = sweep.trials;
  const ranked = leaderboard.rows.filter(({ rank }) => rank !== null);
  const sentences = [
    `One of ${grouped(tried)} trials of a sweep (${grouped(finished)} finished, ${grouped(stopped)} stopped early), searched with \`${sweep.sampler}\` and ranked by \`${sweep.metric}\` on validation images.`,
    row?.rank ? `Its recipe has rank ${row.rank} of ${ranked.length}.` : 'It has no rank.',
  ];
  if (row?.tied && judgment && judgment.tied > 1) {
    sentences.push(
      `It cannot be told from ${judgment.tied - 1} other ${judgment.tied === 2 ? 'recipe' : 'recipes'} that share the first rank.`,
    );
  }
  if (row?.rank === 1 && judgment?.bias) {
    sentences.push(
      `A value that was chosen as the best of many is too good: by about ${short(judgment.bias)} here.`,
    );
  }
  if (trial.runs.length > 1) {
    sentences.push(`The recipe was trained ${trial.runs.length} times.`);
  }
  return `## How it was chosen\n\n${sentences.join(' ')}`;
}

function dataSection({ recipe }: TrainedModel): string {
  const { data, imageSize, augmentation } = recipe.trunk;
  const source = isAbsolute(data.source) ? 'Images in folders by class' : inMarkdown(data.source);
  const augmented =
    augmentation.transforms.length === 0
      ? 'without augmentation'
      : `augmented (${inMarkdown(augmentation.name)})`;
  const validated = data.valFrom === 'folder' ? 'those of its validation split' : grouped(data.val);
  return `## Data\n\n${source}: ${grouped(data.train)} to train on, ${validated} to choose by, at ${imageSize} px, ${augmented}.`;
}

function recipeSection({ trial }: TrainedModel): string {
  const told = trial.recipe ? withoutPaths(trial.recipe) : {};
  return `## Recipe\n\n${codeBlock('yaml', yamlText(told))}`;
}

function classSection(classNames: readonly string[]): string {
  const shown = classNames.slice(0, MOST_CLASSES);
  const rows = shown.map((name, label) => [String(label), inMarkdown(name)]);
  const rest = classNames.length - shown.length;
  const more = rest > 0 ? [`and ${grouped(rest)} more, which \`config.json\` names`] : [];
  return ['## Classes', markdownTable(['label', 'class'], rows), ...more].join('\n\n');
}

const MOST_CLASSES = 100;
