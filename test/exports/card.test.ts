import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { plain } from '../../src/core/words/plain.js';
import { inMarkdown } from '../../src/exports/card/markdown.js';
import { yamlText } from '../../src/exports/card/yaml-text.js';
import type { TrainedModel } from '../../src/exports/export-format.js';
import { card } from '../../src/exports/formats/card.js';
import { aroundOf, HOSTILE, sampleModel } from './samples.js';

const folder = mkdtempSync(join(tmpdir(), 'thaw-card-'));
let model: TrainedModel;
beforeAll(async () => {
  model = await sampleModel(folder, { classNames: HOSTILE });
});

async function written(change: Partial<TrainedModel> = {}) {
  const output = join(folder, 'card.md');
  await card.write({ ...model, ...change }, output, aroundOf(output));
  const text = readFileSync(output, 'utf8');
  const [, header = '', body = ''] = /^---\n(.*?)^---\n(.*)/ms.exec(text) ?? [];
  return { header: parse(header), body };
}

test('tells how good the trial is, on what, and among how many it was chosen', async () => {
  const { header, body } = await written();
  expect(header).toMatchObject({
    library_name: 'timm',
    pipeline_tag: 'image-classification',
    datasets: ['uoft-cs/cifar10'],
    'model-index': [
      {
        results: [
          {
            dataset: { type: 'uoft-cs/cifar10', split: 'validation' },
            metrics: [{ type: 'accuracy', value: 0.62 }],
          },
        ],
      },
    ],
  });
  expect(body).toContain('| validation | val\\_accuracy | 0.62 |');
  expect(body).toContain('One of 4 trials of a sweep (2 finished, 1 stopped early)');
  expect(body).toMatch(/cannot be told from 1 other recipe/);
  expect(body).toMatch(/The test split was not read/);
});

test('has the test value with its interval where the split was read', async () => {
  const tests = [{ at: '2026-01-01T00:00:00Z', images: 100, loss: 1, accuracy: 0.5 }];
  const { header, body } = await written({ trial: { ...model.trial, tests } });
  expect(body).toContain('| test | accuracy | 0.5 | 0.4038 to 0.5962 | 100 |');
  expect(body).not.toMatch(/was not read/);
  expect(header['model-index'][0].results[1].dataset.split).toBe('test');
});

test('invents neither a license nor a model that it came from', async () => {
  const { header, body } = await written();
  expect(header).not.toHaveProperty('license');
  expect(header).not.toHaveProperty('base_model');
  expect(body).toMatch(/No license is given here/);
});

test('names of a sweep and its classes are text, whatever they hold', async () => {
  for (const name of HOSTILE) {
    const sweep = { ...model.sweep, name, description: name };
    const { header, body } = await written({ sweep });
    expect(header).not.toHaveProperty('license');
    expect(header['model-index'][0].name).toBe(`${name}, trial ${model.trial.trial}`);
    expect(body).not.toMatch(/(?<!\\)<|javascript:|^license/m);
  }
});

test('any text is told as it is in Markdown, on one line, and is no markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = inMarkdown(text);
      expect(escaped).not.toMatch(/\n|(?<!\\)(?:\\\\)*[`*_[\]<>#|~&]/);
      expect(escaped.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')).toBe(plain(text));
    }),
  );
});

test('any text stays itself in YAML, on a line of its own, and begins no fence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (key, value) => {
      const text = yamlText({ [key]: value, list: [value] });
      expect(parse(text)).toEqual({ [key]: value, list: [value] });
      expect(text).not.toMatch(/^(?:---|\.\.\.|```|~~~)/m);
    }),
  );
});
