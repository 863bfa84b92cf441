import type { TrainedModel } from '../export-format.js';
import { figuresOf } from './figures.js';
import { yamlText } from './yaml-text.js';

/**
 * The metadata that the hub reads from the top of a card. What is not known is left out: a license
 * above all, and the model that the weights came from.
 */
export function cardHeader(model: TrainedModel): string {
  const { trial, sweep, recipe } = model;
  const { source } = recipe.trunk.data;
  const dataset = DATASETS[source];
  const name = dataset?.name ?? 'images of a folder';
  const results = figuresOf(model)
    .filter(({ of }) => !of?.startsWith('mean'))
    .map(({ split, metric, value, interval }) => {
      const called = metric.replace(/^(?:val|train)_/, '');
      const between = interval ? `, 95 % ${short(interval.low)} to ${short(interval.high)}` : '';
      return {
        task: { type: 'image-classification', name: 'Image Classification' },
        dataset: { name, type: dataset?.id ?? 'imagefolder', split },
        metrics: [{ type: called, value, name: `${split} ${called}${between}` }],
      };
    });
  return `---\n${yamlText({
    library_name: 'timm',
    pipeline_tag: 'image-classification',
    tags: ['image-classification', 'timm', 'transfer-learning', recipe.trunk.model.architecture],
    ...(dataset ? { datasets: [dataset.id] } : {}),
    ...(results.length > 0
      ? { 'model-index': [{ name: `${sweep.name}, trial ${trial.trial}`, results }] }
      : {}),
  })}---\n`;
}

/** Data sets that come with Thaw, as the hub calls them. */
const DATASETS: Readonly<Record<string, { readonly id: string; readonly name: string }>> = {
  cifar10: { id: 'uoft-cs/cifar10', name: 'CIFAR-10' },
};

/** Four digits behind the point at most. */
export function short(value: number): string {
  return String(Number(value.toFixed(4)));
}
