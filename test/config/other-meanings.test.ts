import { describe, expect, test } from 'vitest';
import { parameters } from '../../src/config/parameters/index.js';
import { meaningOf } from '../../src/dialects/meaning-of.js';
import { mistakes, parse } from './parse.js';

const NAMES = Object.keys(parameters);

/** `line path: message` of each mistake. */
function found(text: string): readonly string[] {
  return mistakes(text).map(({ line, path, message }) => `${line} ${path}: ${message}`);
}

describe('a name whose owner makes another thing of it is refused, with what is nearest', () => {
  test.each([
    ['ema.decay', /not averaged/],
    ['model_ema.decay', /not averaged/],
    ['swa.lr', /not averaged/],
    ['ema_momentum', /not averaged/],
    ['warmup.lr', /warmup_epochs/],
    ['warmup.steps', /warmup_epochs/],
    ['lr.decay', /gamma/],
    ['bn.momentum', /batch norms/],
    ['bn_momentum', /batch norms/],
    ['model.bn.eps', /batch norms/],
    ['moco.momentum', /no other network/],
    ['teacher.lr', /no other network/],
    ['test_loader.lr', /validation/],
    ['test.img_size', /validation/],
    ['critic.lr', /one ResNet/],
    ['text_encoder.lr', /one ResNet/],
    ['attention.dropout', /one ResNet/],
    ['pretrain.epochs', /one phase/],
    ['stage2.epochs', /one phase/],
    ['freeze.epochs', /unfrozen_layers/],
    ['backbone.weight_decay', /^weight_decay, one for all/],
    ['encoder.dropout', /before fc/],
    ['head.lr', /layer_lr_decay/],
    ['loss.gamma', /label_smoothing/],
    ['focal_loss.alpha', /label_smoothing/],
    ['cutout.p', /augmentation/],
    ['decay', /weight_decay; or a scheduler/],
  ])('%s', (name, nearest) => {
    expect(meaningOf(name, NAMES)).toEqual({
      kind: 'unknown',
      nearest: expect.stringMatching(nearest),
    });
  });

  test.each([
    ['train.batch_size', 'batch_size'],
    ['data.batch_size', 'batch_size'],
    ['student.lr', 'learning_rate'],
    ['hparams.optim.lr', 'learning_rate'],
    ['finetune.lr', 'learning_rate'],
    ['loss.label_smoothing', 'label_smoothing'],
    ['head.dropout', 'dropout'],
    ['optimizer.weight_decay', 'weight_decay'],
  ])('but %s is %s', (name, parameter) => {
    expect(meaningOf(name, NAMES)).toMatchObject({ kind: 'parameter', name: parameter });
  });

  test('and warmup.epochs is the option of a schedule', () => {
    const text = 'parameters:\n  sched: { value: cosine }\n  train.warmup.epochs: { value: 1 }';
    expect(parse(text).spec.space.scheduler).toEqual({
      kind: 'constant',
      value: { type: 'cosine', warmup_epochs: 1 },
    });
  });

  test('nor is the size of validation batches, which changes nothing', () => {
    for (const name of ['val.batch_size', 'train.val.batch_size', 'test_batch_size']) {
      expect(meaningOf(name, NAMES)).toMatchObject({ kind: 'ignored' });
    }
  });

  test('never by letters alone', () => {
    const text = 'parameters:\n  lr: { value: 0.1 }\n  momentum_of_bn: { value: 0.1 }';
    expect(found(text)[0]).not.toContain('did you mean');
  });
});

describe('how much is frozen is not how much trains', () => {
  test('yes, no and none are read', () => {
    const { space } = parse('parameters:\n  freeze: { values: [true, false] }').spec;
    expect(space.unfrozen_layers).toEqual({ kind: 'categorical', values: [0, 5] });
    expect(parse('parameters:\n  freeze: { value: 0 }').spec.space.unfrozen_layers).toEqual({
      kind: 'constant',
      value: 5,
    });
  });

  test.each(['{ value: 10 }', '{ values: [0, 3] }', '{ min: 0, max: 3 }', '{ value: layer3 }'])(
    'numbers of layers are refused, once: %s',
    (entry) => {
      const all = found(`parameters:\n  freeze_layers: ${entry}`);
      expect(all).toHaveLength(1);
      expect(all[0]).toContain('counted from fc: expected true or false, or write unfrozen_layers');
    },
  );
});

describe('a distribution of another tool is refused with what it means', () => {
  test.each([
    ['loguniform', 'log_uniform_values, whose min and max are bounds of the value'],
    ['log', 'log_uniform_values'],
    ['choice', 'categorical'],
    ['randint', 'int_uniform'],
    ['quniform', 'q_uniform'],
    ['gaussian', 'normal'],
  ])('%s', (name, nearest) => {
    const text = `parameters:\n  lr: { distribution: ${name}, min: 0.1, max: 1.0 }`;
    expect(found(text)[0]).toContain(`there is no "${name}" here; nearest: ${nearest}`);
  });
});

describe('what a command sets for all trials is named where it is lost', () => {
  const note = (command: string) => {
    const text = `command: ${command}\nparameters: { wd: { value: 0.1 } }`;
    return parse(text).warnings.find(({ path }) => path === 'command')!.message;
  };

  test('flags that mean something here, in any spelling', () => {
    const command =
      '["\x24{env}", python, "\x24{program}", --epochs=20, --lr, 0.1, "--bs 64", --gpus=2, optimizer.momentum=0.8, "\x24{args}"]';
    expect(note(command)).toBe(
      'has no meaning here and is ignored, with what it sets for all trials (--epochs=20, --lr 0.1, --bs 64, optimizer.momentum=0.8): write that under parameters',
    );
  });

  test('of a command that is one text, too', () => {
    expect(note('"python train.py --epochs 30 \x24{args}"')).toContain('(--epochs 30)');
  });

  test('and nothing else', () => {
    expect(note('["\x24{env}", "\x24{interpreter}", "\x24{program}", "\x24{args}"]')).toBe(
      'has no meaning here and is ignored',
    );
  });
});

describe('a network', () => {
  test.each(['microsoft/resnet-50', 'timm/resnet50.a1_in1k'])(
    'that would be fetched by its name is refused with what to write: %s',
    (name) => {
      const all = found(`parameters:\n  lr: { value: 0.1 }\n  model: { value: ${name} }`);
      expect(all).toHaveLength(1);
      expect(all[0]).toContain(`"${name}": expected resnet50 in its place, and model.weights`);
    },
  );

  test('of another kind is refused as it is written', () => {
    const all = found('parameters:\n  lr: { value: 0.1 }\n  model: { value: EfficientNet_B0 }');
    expect(all).toHaveLength(1);
    expect(all[0]).toContain('got the text "EfficientNet_B0"');
  });

  test("by torchvision's path is one", () => {
    const text =
      'parameters:\n  lr: { value: 0.1 }\n  model: { value: torchvision.models.resnet50 }';
    expect(parse(text).spec.model.architecture).toBe('resnet50');
  });
});

test('an error rate is refused once, and the way it is turned around is said', () => {
  const text = 'metric: { name: val_error, goal: minimize }\nparameters: { lr: { value: 0.1 } }';
  expect(found(text)).toEqual([
    expect.stringContaining('not measured here; nearest: val_accuracy, with goal: maximize'),
  ]);
});

test('an option that two choices have goes into that of the file', () => {
  const text = 'parameters:\n  optimizer: { value: adam }\n  eps: { value: 0.001 }';
  expect(parse(text).spec.space.optimizer).toEqual({
    kind: 'constant',
    value: { type: 'adam', eps: 0.001 },
  });
});

test('lines that end by CR alone are lines', () => {
  const text = 'method: grid\rparameters:\r  lr: { values: [0.1, 0.01] }\r';
  expect(parse(text).spec.space.learning_rate).toEqual({
    kind: 'categorical',
    values: [0.1, 0.01],
  });
  expect(found('method: grid\rparameters:\r  lr: { value: -1 }\r')[0]).toMatch(/^3 /);
});

describe('what is off is left out, and what is not is refused', () => {
  const text = (entry: string) => `parameters:\n  lr: { value: 0.1 }\n  ${entry}`;

  test.each([
    'mixup: { value: 0 }',
    'cutmix: { value: 0.0 }',
    'amp: { value: false }',
    'aa: { value: null }',
    'gradient_accumulation_steps: { value: 1 }',
    'loss: { value: CrossEntropyLoss }',
  ])('%s', (entry) => {
    const { spec, warnings } = parse(text(entry));
    expect(Object.keys(spec.space)).toEqual(['learning_rate']);
    expect(warnings.some(({ message }) => message.includes('is ignored: '))).toBe(true);
  });

  test.each([
    ['mixup: { value: 0.2 }', 'augmentation'],
    ['mixup: { values: [0, 0.2] }', 'augmentation'],
    ['augment.mixup.alpha: { value: 0.2 }', 'augmentation'],
    ['amp: { value: true }', 'precision'],
    ['grad_accum: { value: 4 }', 'batch_size: gradients are not accumulated'],
    ['loss: { value: focal }', 'label_smoothing'],
  ])('%s: %s', (entry, nearest) => {
    expect(found(text(entry))).toEqual([expect.stringContaining(`nearest: ${nearest}`)]);
  });
});

test("a choice by its class, as Lightning's and Hydra's files have it", () => {
  const { space } = parse(`parameters:
  optimizer.class_path: { values: [torch.optim.SGD, torch.optim.Adam] }
  optimizer.init_args.lr: { value: 0.1 }
  lr_scheduler:
    values:
      - { _target_: torch.optim.lr_scheduler.StepLR, step_size: 2 }
      - { class_path: torch.optim.lr_scheduler.ExponentialLR }
  lr_scheduler.init_args.gamma: { value: 0.5 }`).spec;
  expect(space).toEqual({
    optimizer: { kind: 'categorical', values: ['sgd', 'adam'] },
    learning_rate: { kind: 'constant', value: 0.1 },
    scheduler: {
      kind: 'categorical',
      values: [
        { type: 'step', step_size: 2, gamma: 0.5 },
        { type: 'exponential', gamma: 0.5 },
      ],
    },
  });
});

describe('a key of the sweep under another name is refused, once, with ours', () => {
  test.each([
    ['params: { lr: { value: 0.1 } }', 'did you mean "parameters"?'],
    ['Parameters: { lr: { value: 0.1 } }', 'did you mean "parameters"?'],
    ['sweep_config: { method: grid }', 'what stands under it are the keys of the sweep'],
    ['n_trials: 3\nparameters: { lr: { value: 0.1 } }', 'did you mean "run_cap"?'],
    ['lr: 0.1\nparameters: { wd: { value: 0.1 } }', 'lr is a parameter of trials'],
  ])('%s', (text, why) => {
    expect(found(text)).toEqual([expect.stringContaining(why)]);
  });
});
