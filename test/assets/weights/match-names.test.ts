import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { explainNames } from '../../../src/assets/weights/names/explain-names.js';
import { matchNames } from '../../../src/assets/weights/names/match-names.js';
import type { Entry } from '../../../src/assets/weights/names/mistakes.js';
import { noteNames } from '../../../src/assets/weights/names/note-names.js';
import { resnet18 } from '../../../src/networks/resnet18.js';
import { resnet34 } from '../../../src/networks/resnet34.js';
import { resnet50 } from '../../../src/networks/resnet50.js';
import { bodyShapes } from '../../../src/networks/shapes.js';

type Entries = ReadonlyMap<string, Entry>;

/** Names as a library gives them (names/generate.py). */
function namesOf(list: string): Entries {
  const text = readFileSync(new URL(`names/${list}.txt`, import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [name = '', dtype = '', sizes = ''] = line.split(' ');
      return [name, { dtype, shape: sizes === '' ? [] : sizes.split('x').map(Number) }];
    }),
  );
}

function renamed(entries: Entries, rename: (name: string) => string): Entries {
  return new Map([...entries].map(([name, entry]) => [rename(name), entry]));
}

function joined(...all: readonly Entries[]): Entries {
  return new Map(all.flatMap((entries) => [...entries]));
}

function under(prefix: string, entries: Entries = namesOf('torchvision-resnet18')): Entries {
  return renamed(entries, (name) => prefix + name);
}

function extra(...names: readonly string[]): Entries {
  return new Map(names.map((name) => [name, { dtype: 'F32', shape: [4, 4] }]));
}

/** The network found: its prefix, and what is said of it. */
function found(entries: Entries, network = resnet18, wanted?: string) {
  const matched = matchNames(entries, network, wanted);
  if (!('match' in matched)) throw new Error(explainNames(matched, network, 'x').join('\n'));
  const { match } = matched;
  expect([...match.found.keys()].sort()).toEqual([...bodyShapes(network).keys()].sort());
  return { prefix: match.prefix, note: noteNames(entries, match), names: match.found };
}

function refused(entries: Entries, network = resnet18, wanted?: string): string {
  const matched = matchNames(entries, network, wanted);
  return 'match' in matched ? 'taken' : explainNames(matched, network, 'x').join('\n');
}

describe('a network is found under the names of', () => {
  it.each([
    ['torchvision-resnet18', '', null],
    ['torchvision-data-parallel', 'module.', /^"module\." taken off$/],
    ['torch-compile', '_orig_mod.', /^"_orig_mod\." taken off$/],
    ['torch-averaged-model', 'module.', /1 tensor left out \(n_averaged\)/],
    ['children', '', /names as of torch's Sequential/],
    ['transformers-resnet18', 'resnet.', /names as of transformers' ResNet; "resnet\." taken off$/],
    ['transformers-backbone', '', /names as of transformers' ResNet$/],
    ['transformers-timm', 'timm_model.', /"timm_model\." taken off/],
    ['lightly-simclr', 'backbone.', /12 tensors left out \(projection_head\)|projection_head/],
    ['lightly-swav', 'backbone.', /left out \(projection_head, prototypes\)/],
    ['lightly-moco', 'backbone.', /not used: the network under "backbone_momentum\."/],
    ['lightly-dino', 'teacher_backbone.', /names as of DINO.*under "student_backbone\."/],
  ])('%s', (list, prefix, note) => {
    const result = found(namesOf(list));
    expect(result.prefix).toBe(prefix);
    if (note === null) expect(result.note).toBeNull();
    else expect(result.note).toMatch(note);
  });

  it.each([
    ['torchvision-faster-rcnn', 'backbone.body.', /left out \(fpn, rpn, roi_heads\)/],
    ['torchvision-deeplab', 'backbone.', /aux_classifier/],
    ['transformers-resnet50', 'resnet.', /transformers/],
  ])('%s', (list, prefix, note) => {
    const result = found(namesOf(list), resnet50);
    expect(result.prefix).toBe(prefix);
    expect(result.note).toMatch(note);
  });

  it("transformers, each tensor in torchvision's place", () => {
    const { names } = found(namesOf('transformers-resnet50'), resnet50);
    const stage = 'resnet.encoder.stages.1.layers';
    expect(names.get('conv1.weight')).toBe('resnet.embedder.embedder.convolution.weight');
    expect(names.get('layer2.0.conv3.weight')).toBe(`${stage}.0.layer.2.convolution.weight`);
    expect(names.get('layer2.0.downsample.1.running_var')).toBe(
      `${stage}.0.shortcut.normalization.running_var`,
    );
    expect(names.get('layer2.3.bn1.bias')).toBe(`${stage}.3.layer.0.normalization.bias`);
  });

  // Published checkpoints, as their code builds them.
  const queue: Entries = new Map([
    ['module.queue', { dtype: 'F32', shape: [128, 65_536] }],
    ['module.queue_ptr', { dtype: 'I64', shape: [1] }],
  ]);
  it.each([
    [
      'MoCo',
      'module.encoder_q.',
      joined(under('module.encoder_q.'), under('module.encoder_k.'), queue),
    ],
    [
      'MoCo v3',
      'module.base_encoder.',
      joined(under('module.base_encoder.'), under('module.momentum_encoder.')),
    ],
    [
      'DINO',
      'teacher.backbone.',
      joined(under('student.module.backbone.'), under('teacher.backbone.')),
    ],
    [
      'BYOL',
      'online_encoder.net.',
      joined(under('online_encoder.net.'), under('target_encoder.net.')),
    ],
    ['VISSL', 'trunk._feature_blocks.', under('trunk._feature_blocks.')],
  ])('%s, and what is taken is said', (method, prefix, entries) => {
    const result = found(entries);
    expect(result.prefix).toBe(prefix);
    expect(result.note).toContain(`names as of ${method}`);
  });

  it.each(['module.model.', 'state_dict.', 'net.', 'encoder.', 'a.b.c.d.e.f.g.h.'])(
    '%s',
    (prefix) => {
      expect(found(under(prefix)).prefix).toBe(prefix);
    },
  );

  it('a wrapper in the middle', () => {
    const wrap = (name: string) =>
      name.replace(/^(layer\d)\./, '$1._fsdp_wrapped_module.').replace('.0.', '.0._orig_mod.');
    expect(found(renamed(namesOf('torchvision-resnet18'), wrap)).prefix).toBe('');
  });
});

describe('of two networks in a file', () => {
  const two = joined(under('left.'), under('right.'));

  it('neither is taken where names do not say which is meant', () => {
    expect(refused(two)).toBe(
      'x holds several networks, under "left.", "right.": say which with model.prefix.',
    );
  });

  it.each(['right', 'right.'])('that under model.prefix is taken: %s', (wanted) => {
    expect(found(two, resnet18, wanted).prefix).toBe('right.');
  });

  it('a copy is taken where it is asked for', () => {
    const moco = joined(under('encoder_q.'), under('encoder_k.'));
    expect(found(moco, resnet18, 'encoder_k').prefix).toBe('encoder_k.');
  });

  it('none is taken under a prefix that is not there', () => {
    expect(refused(two, resnet18, 'middle')).toBe(
      'x holds no ResNet18 under "middle", but under "left.", "right.": expected one of these as model.prefix.',
    );
    expect(refused(new Map(), resnet18, 'middle')).toContain('under "middle." is known');
  });

  it('the model goes before its average', () => {
    const { prefix, note } = found(joined(under('model.'), under('model_ema.module.')));
    expect(prefix).toBe('model.');
    expect(note).toContain('under "model_ema.module."');
  });
});

describe('another network is refused, by name', () => {
  it.each([
    ['timm-resnet18d', /conv1.weight \(64 x 3 x 7 x 7\) is missing/, /resnet50d/],
    ['timm-seresnet18', /layer1.0.se.fc1.weight is not part of a ResNet18/, /squeeze/],
    ['lightly-resnet-generator', /conv1.weight is 64 x 3 x 3 x 3; expected/, /small images/],
  ])('%s', (list, mistake, hint) => {
    expect(refused(namesOf(list))).toMatch(mistake);
    expect(refused(namesOf(list))).toMatch(hint);
  });

  it.each([
    ['timm-resnext50-32x4d', /layer1.0.conv2.weight is 128 x 4 x 3 x 3/, /ResNeXt/],
    ['timm-resnet50-gn', /bn1.running_mean \(64\) is missing/, /not batch norms/],
    ['timm-resnetv2-50', /./, /does not hold a ResNet50/],
  ])('%s', (list, mistake, hint) => {
    expect(refused(namesOf(list), resnet50)).toMatch(mistake);
    expect(refused(namesOf(list), resnet50)).toMatch(hint);
  });

  it('a deeper one of those that there are is told by its name', () => {
    expect(refused(namesOf('torchvision-resnet18'), resnet34)).toContain(
      'set model.architecture to resnet18',
    );
  });

  it.each([
    ['a layer more', 'layer1.7.conv1.weight'],
    ['a bias in the middle', 'layer1.0.conv1.bias'],
    ['a stage more', 'layer5.0.conv1.weight'],
    ['attention behind the body', 'attnpool.q_proj.weight'],
  ])('one with %s', (_, name) => {
    const entries = joined(under('module.'), extra(`module.${name}`));
    expect(refused(entries)).toContain(`module.${name} is not part of a ResNet18`);
  });

  it.each([
    ['projection_head.0.weight'],
    ['module.head.mlp.0.weight'],
    ['layer1.0.conv1.total_ops'],
    ['epoch'],
    ['optimizer.state.0.exp_avg'],
  ])('but one with a harmless %s is taken', (name) => {
    expect(found(joined(namesOf('torchvision-resnet18'), extra(name))).prefix).toBe('');
  });
});

test.each(['I8', 'I16', 'I32', 'I64', 'U8', 'BOOL', 'F8_E4M3', 'F8_E5M2'])(
  'a tensor of type %s is refused, by name',
  (dtype) => {
    const entries = new Map(namesOf('torchvision-resnet18'));
    entries.set('layer2.0.conv1.weight', { ...entries.get('layer2.0.conv1.weight')!, dtype });
    expect(refused(entries)).toContain(`layer2.0.conv1.weight is ${dtype}; expected F32, F16`);
  },
);

test.each(['F16', 'BF16', 'F64'])('a network of type %s is taken', (dtype) => {
  const entries = [...namesOf('torchvision-resnet18')].map(
    ([name, entry]) => [name, { ...entry, dtype }] as const,
  );
  expect(found(new Map(entries)).prefix).toBe('');
});

test('a tensor of another rank or shape is refused, by name', () => {
  const entries = new Map(namesOf('torchvision-resnet18'));
  entries.set('bn1.bias', { dtype: 'F32', shape: [1, 64] });
  entries.set('layer1.0.bn1.weight', { dtype: 'F32', shape: [] });
  expect(refused(entries)).toContain('bn1.bias is 1 x 64; expected 64');
  expect(refused(entries)).toContain('layer1.0.bn1.weight is a single number; expected 64');
});

test('names that would act on a terminal are shown without that', () => {
  const entries = joined(namesOf('torchvision-resnet18'), extra('layer1.\u001b[2J\u202ex'));
  const acts = /\p{Cc}|\u202e/u;
  expect(refused(entries).replaceAll('\n', '')).not.toMatch(acts);
  const { note } = found(joined(under('m\u001b[2J.'), extra('q\u001b[2J\nError.x')));
  expect(note).not.toMatch(acts);
});

test('ten thousand names of hundreds of parts take no time to speak of', () => {
  const names = Array.from({ length: 10_000 }, (_, n) => `${'a.'.repeat(300)}${n}.conv1.weight`);
  const started = performance.now();
  expect(refused(extra(...names))).toContain('does not hold a ResNet18');
  expect(performance.now() - started).toBeLessThan(5000);
});
