import { describe, expect, test } from 'vitest';
import {
  activationCounts,
  deepestSide,
  parameterCounts,
  unitCosts,
} from '../../src/networks/costs.js';
import { headUnits } from '../../src/networks/head-units.js';
import { defaultNetwork, networkCalled, networks } from '../../src/networks/index.js';
import { layerTensors } from '../../src/networks/layer-tensors.js';
import { type BodyLayer, type ConvLayer, convsOf } from '../../src/networks/layers.js';
import { classifierUnit } from '../../src/networks/network.js';
import { bodyConvs, bodyShapes } from '../../src/networks/shapes.js';
import { firstTrained, maxUnfrozen, unfreezingNames } from '../../src/networks/unfreezing.js';

const FORMS = (['imagenet', 'small'] as const).flatMap((stem) =>
  (['v1', 'v1.5'] as const).map((layout) => ({ stem, layout })),
);

test('networks have names of their own, and one stands where none is named', () => {
  const names = networks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain(defaultNetwork.name);
  expect(() => networkCalled('resnet')).toThrow(/No network is called "resnet"; there are: /);
});

describe.each(networks.map((network) => [network.name, network] as const))(
  'every network: %s',
  (name, network) => {
    test('is found by its name', () => {
      expect(networkCalled(name)).toBe(network);
      expect(network.title).not.toBe('');
    });

    test('has stages from the classifier back to the image, each where a unit begins', () => {
      const starts = network.stages.map(({ unit }) => unit);
      expect(starts[0]).toBe(classifierUnit(network));
      expect(starts.at(-1)).toBe(0);
      expect(starts).toEqual([...new Set(starts)].sort((a, b) => b - a));
    });

    test.each(FORMS)('joins layers that fit each other: stem $stem, $layout', (form) => {
      const body = network.body(form);
      expect(body).toHaveLength(classifierUnit(network));
      const channels = body.flat().reduce(channelsAfter, 3);
      expect(channels).toBe(network.features);
    });

    test('has the same tensors in every form, only strides elsewhere', () => {
      const tensors = FORMS.map((form) => layerTensors(network.body(form).flat()));
      for (const each of tensors) expect(each).toEqual(tensors[0]);
      const all = [...tensors[0]!.trained, ...tensors[0]!.running];
      expect(new Map(all)).toEqual(bodyShapes(network));
      expect(all).toHaveLength(5 * bodyConvs(network).length);
    });

    test('gives the same sides in both layouts', () => {
      for (const stem of ['imagenet', 'small'] as const) {
        const stride = (layout: 'v1' | 'v1.5') =>
          convsOf(network.body({ stem, layout }).flat()).filter(
            ({ geometry, conv }) => geometry.stride > 1 && !conv.includes('downsample'),
          ).length;
        expect(stride('v1')).toBe(stride('v1.5'));
      }
      expect(deepestSide(network, { imageSize: 224, stem: 'imagenet' })).toBe(7);
      expect(deepestSide(network, { imageSize: 33, stem: 'imagenet' })).toBe(2);
      expect(deepestSide(network, { imageSize: 32, stem: 'small' })).toBe(4);
    });

    test('says of every unit what it costs, trains and keeps', () => {
      const input = { imageSize: 64, stem: 'imagenet' } as const;
      const costs = unitCosts(network, input);
      for (const counts of [costs, parameterCounts(network), activationCounts(network, input)]) {
        expect(counts).toHaveLength(network.units.length);
        expect(Math.min(...counts)).toBeGreaterThan(0);
      }
    });

    test('unfreezes as many stages as it has, and every part by its name', () => {
      const starts = network.stages.map((_, count) => firstTrained(network, count));
      expect(starts).toEqual(network.stages.map(({ unit }) => unit));
      expect(firstTrained(network, maxUnfrozen(network) + 1)).toBeUndefined();
      for (const part of unfreezingNames(network)) {
        expect(firstTrained(network, part), part).toBeGreaterThanOrEqual(0);
      }
      for (const [unit, part] of network.units.entries()) {
        expect(firstTrained(network, part)).toBe(unit);
      }
    });

    test('has heads that begin at each unit and end in logits', () => {
      for (const unit of network.units.keys()) {
        const units = headUnits(network, {
          ...{ ...FORMS[0]!, firstTrained: unit, pooling: 'avg', classes: 7 },
          head: { type: 'mlp', width: 5 },
        });
        expect(units.map((each) => each.unit)).toEqual(network.units.slice(unit));
        const last = units.at(-1)!.layers;
        expect(layerTensors(last).trained).toEqual([
          ['fc.0.weight', [network.features, 5]],
          ['fc.0.bias', [5]],
          ['fc.2.weight', [5, 7]],
          ['fc.2.bias', [7]],
        ]);
        expect(last.some(({ kind }) => kind === 'pool')).toBe(unit < classifierUnit(network));
      }
    });
  },
);

/** Channels that a layer gives, given those it takes; a layer that does not fit fails. */
function channelsAfter(channels: number, layer: BodyLayer): number {
  if (layer.kind === 'max-pool') return channels;
  if (layer.kind === 'conv') return through(channels, layer);
  const outputs = layer.body.reduce(through, channels);
  expect(layer.project ? through(channels, layer.project) : channels).toBe(outputs);
  return outputs;
}

function through(channels: number, { conv, shape: [k, , inputs, outputs], geometry }: ConvLayer) {
  expect(inputs, conv).toBe(channels);
  expect(geometry.pad, conv).toBe((k - 1) / 2);
  return outputs;
}
