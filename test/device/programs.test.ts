import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProgramDescription } from '../../src/device/programs.js';
import { bindingOf, idOf, replaceInBinding } from '../golden/binding.js';
import { excess } from '../golden/golden.js';
import { describePrograms, loadPrograms, type ProgramEngine } from '../golden/programs.js';

type Record = ProgramDescription['record'];

const SUM: Record = ([a, b], { tf }) => [tf.add(a!, b!)];
const A = [1, -2, 3, 4, 0.5, -6];
const B = [0.25, 1, -1, 2, 5, 0.125];
const A_PLUS_B = [1.25, -1, 2, 6, 5.5, -5.875];

const values = (tensor: Tensor) => [...tensor.dataSync<'float32'>()];

/** Of two tensors [2, 3]. */
function described(record: Record, title = 'test'): ProgramDescription {
  const shape = [2, 3];
  return { title, precision: 'float32', often: true, inputs: [shape, shape], record };
}

describePrograms('a program', ['graph', 'xla'], (load, compiler) => {
  let engine: ProgramEngine;
  let a: Tensor2D;
  let b: Tensor2D;
  let keys = 0;
  beforeAll(async () => {
    engine = await load();
  });
  beforeEach(() => {
    engine.tf.dispose([a, b].filter(Boolean));
    a = engine.tf.tensor2d(A, [2, 3]);
    b = engine.tf.tensor2d(B, [2, 3]);
  });
  afterAll(() => engine.tf.dispose([a, b]));

  /** Under a key of its own. */
  function programOf(record: Record, title?: string) {
    keys += 1;
    return engine.programs.program(`test ${keys}`, described(record, title));
  }

  /** Programs are recorded and run as if nothing had gone wrong. */
  function expectNextWorks(): void {
    const out = programOf(SUM).run([a, b])[0]!;
    expect(values(out)).toEqual(A_PLUS_B);
    out.dispose();
  }

  test('gives what its ops give one by one', () => {
    const { tf, kernels } = engine;
    const record: Record = ([a, b], { tf }) => {
      const [left, right] = [a, b] as [Tensor2D, Tensor2D];
      const products = tf.matMul(left, right, false, true);
      const isBest = tf.cast(tf.equal(tf.argMax(products, 1), tf.argMax(left, 1)), 'float32');
      const shares = tf.softmax(products);
      return [
        products,
        tf.where(tf.greater(left, 0), tf.log(tf.add(tf.abs(left), 1)), tf.sqrt(tf.square(right))),
        tf.concat([tf.slice(left, [0, 1], [2, 2]), tf.transpose(products)], 1),
        tf.stack([tf.sum(shares), tf.mean(isBest), tf.max(left), tf.sum(tf.addN([left, right]))]),
      ];
    };
    const made = programOf(record).run([a, b]);
    const want = tf.tidy(() => [...record([a, b], kernels)]);
    expect(made.map(({ shape }) => shape)).toEqual(want.map(({ shape }) => shape));
    made.forEach((each, i) => {
      const near = { rel: 1e-6, abs: 1e-6 };
      expect(excess(values(each), values(want[i]!), near)).toBeLessThanOrEqual(0);
    });
    tf.dispose([...made, ...want]);
  });

  test('gives the same bits at every run', () => {
    const program = programOf(([a, b], { tf }) => [
      tf.softmax(tf.matMul(a as Tensor2D, b as Tensor2D, false, true)),
    ]);
    const outputs = [0, 1, 2].map(() => program.run([a, b])[0]!);
    const [first, ...rest] = outputs.map(values);
    expect(rest).toEqual([first, first]);
    engine.tf.dispose(outputs);
  });

  test('holds what it read beside its inputs as it was, as a constant', () => {
    const { tf } = engine;
    const beside = tf.tensor2d([10, 20, 30, 40, 50, 60], [2, 3]);
    const program = programOf(([a], { tf }) => [tf.add(a!, tf.add(beside, beside.dataSync()[0]!))]);
    beside.dispose();
    const out = program.run([a, b])[0]!;
    expect(values(out)).toEqual([21, 28, 43, 54, 60.5, 64]);
    out.dispose();
  });

  test('puts an output in the place of an input, and leaves the others as they were', () => {
    const { tf } = engine;
    const program = programOf(([a, b], { tf }) => [tf.add(a!, b!), tf.sub(a!, b!)]);
    const before = tf.memory().numTensors;
    const [added, subtracted] = program.run([a, b], [a, null]);
    expect(added).toBe(a);
    expect(values(a)).toEqual(A_PLUS_B);
    expect(values(b)).toEqual(B);
    expect(values(subtracted!)).toEqual([0.75, -3, 4, 2, -4.5, -6.125]);
    expect(tf.memory().numTensors).toBe(before + 1);
    subtracted!.dispose();
  });

  test('puts none where a clone shares the memory', () => {
    const program = programOf(SUM);
    const clone = a.clone();
    const out = program.run([a, b], [a])[0]!;
    expect(out).not.toBe(a);
    expect([values(a), values(clone)]).toEqual([A, A]);
    expect(values(out)).toEqual(A_PLUS_B);
    clone.dispose(); // alone again
    expect(program.run([a, b], [a])[0]).toBe(a);
    out.dispose();
  });

  test('leaves no tensor behind, recorded or run', () => {
    const { tf } = engine;
    const before = tf.memory().numTensors;
    const program = programOf(([a, b], { tf }) => [tf.mul(tf.add(a!, b!), tf.sub(a!, b!))]);
    expect(tf.memory().numTensors).toBe(before);
    program.run([a, b])[0]!.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('is recorded and compiled once for its key', () => {
    const { programs } = engine;
    const before = programs.compiled();
    const record = vi.fn(SUM);
    for (let i = 0; i < 3; i += 1) {
      programs.program('once', described(record)).run([a, b])[0]!.dispose();
    }
    expect(record).toHaveBeenCalledTimes(1);
    const now = programs.compiled();
    expect(now.programs - before.programs).toBe(compiler === 'xla' ? 1 : 0);
    expect(now.seconds > before.seconds).toBe(compiler === 'xla');
  });

  test('is told of by its title as it is compiled, which what runs seldom is not', () => {
    const { programs } = engine;
    const titles: string[] = [];
    programs.listen({ compiling: (title) => titles.push(title), fallback: expect.unreachable });
    const often = programOf(SUM, 'training step');
    expect(titles).toEqual([]);
    for (const _ of [0, 1]) often.run([a, b])[0]!.dispose();
    const seldom = { ...described(SUM, 'last batch'), often: false };
    programs.program('seldom', seldom).run([a, b])[0]!.dispose();
    expect(titles).toEqual(compiler === 'xla' ? ['training step'] : []);
    programs.listen({ compiling: () => {}, fallback: () => {} });
  });

  test('has a name that its key alone decides, by which other processes find it compiled', async () => {
    const namesOf = async () => {
      const names: string[] = [];
      const { endProgram } = bindingOf(engine);
      const restore = replaceInBinding(engine, {
        endProgram(name, outputs) {
          names.push(name);
          endProgram(name, outputs);
        },
      });
      const { programs } = await loadPrograms(compiler);
      for (const key of ['one', 'other']) programs.program(key, described(SUM));
      restore();
      return names;
    };
    const names = await namesOf();
    expect(new Set(names).size).toBe(2);
    expect(await namesOf()).toEqual(names);
    // What an earlier process called it. Another name costs users a compilation.
    const earlier = { graph: '96f808393362d0b65537090a', xla: 'b8801f1ed0e68f3f4b3d5b31' };
    expect(names[0]).toBe(`thaw_${earlier[compiler]}`);
  });

  describe('that cannot be recorded', () => {
    /** Runs an op by its name on what has these numbers. */
    const runs = (name: string, ids: (own: number) => readonly number[]): Record => {
      return ([a]) => {
        bindingOf(engine).executeOp(name, [], ids(idOf(engine, a!)), 1);
        return [a!];
      };
    };

    test.each<readonly [string, Record, string | RegExp]>([
      [
        'reads a value',
        ([a], { tf }) => [tf.mul(a!, a!.dataSync()[0]!)],
        'a program reads a value of its own',
      ],
      [
        'throws',
        () => {
          throw new RangeError('no such layer');
        },
        'no such layer',
      ],
      [
        'has a shape that only values decide',
        runs('Where', (own) => [own]),
        /shape of what Where_\d+ gives is not known/,
      ],
      ['has an op that does not exist', runs('NoSuchOp', (own) => [own]), 'NoSuchOp'],
      ['takes a tensor that is gone', runs('Neg', () => [987654321]), 'no tensor 987654321'],
      ['takes what was never recorded', runs('Neg', () => [-4321]), 'recorded as -4321'],
      ['gives an op too much', runs('Neg', (own) => [own, own]), 'Neg could not be recorded'],
    ])('as it %s says so, and is dropped', (_, record, message) => {
      const { tf } = engine;
      const before = tf.memory().numTensors;
      expect(() => programOf(record)).toThrow(message);
      expect(tf.memory().numTensors).toBe(before);
      expect(() => bindingOf(engine).programInput(1, [2])).toThrow('no program is being recorded');
      expectNextWorks();
    });

    test('leaves its key to one that can', () => {
      const { programs } = engine;
      const broken = described(runs('NoSuchOp', () => []));
      expect(() => programs.program('broken at first', broken)).toThrow('NoSuchOp');
      const out = programs.program('broken at first', described(SUM)).run([a, b])[0]!;
      expect(values(out)).toEqual(A_PLUS_B);
      out.dispose();
    });
  });

  describe('that cannot run', () => {
    test('as a tensor has another shape says so, and changes nothing', () => {
      const { tf } = engine;
      const other = tf.zeros([5, 2]);
      const program = programOf(SUM);
      const before = tf.memory().numTensors;
      expect(() => program.run([a, other], [a])).toThrow(/^thaw_\w+: ./);
      expect(values(a)).toEqual(A);
      expect(tf.memory().numTensors).toBe(before);
      other.dispose();
      expectNextWorks();
    });

    test('as a tensor is gone says so', () => {
      const { tf } = engine;
      const gone = tf.tensor1d([1]);
      const id = idOf(engine, gone);
      gone.dispose();
      expect(() => programOf(SUM).run([gone, b])).toThrow('test: its input 0 was disposed');
      const binding = bindingOf(engine);
      binding.beginProgram();
      const input = binding.programInput(binding.TF_FLOAT, [1]);
      const [negative] = binding.recordOp('Neg', [], [input.id], 1);
      binding.endProgram(`by_hand_${compiler}`, [negative!.id]);
      const run = () =>
        binding.runProgram(`by_hand_${compiler}`, false, Int32Array.of(id), Int32Array.of(-1));
      expect(run).toThrow(`by_hand_${compiler}: there is no tensor ${id}`);
      expectNextWorks();
    });

    test('as it was never made says so', () => {
      const none = new Int32Array();
      expect(() => bindingOf(engine).runProgram('unmade', false, none, none)).toThrow('unmade');
    });
  });
});

describePrograms("where XLA lacks the CUDA compiler's parts, a program", ['xla'], () => {
  test('runs through the graph executor, as all after it, and that is told once', async () => {
    const { tf } = await loadPrograms('graph');
    const { runProgram } = bindingOf({ tf });
    const restore = replaceInBinding(
      { tf },
      {
        runProgram(name, xla, inputs, replaced) {
          if (xla) throw new Error('libdevice not found at ./libdevice.10.bc');
          return runProgram(name, xla, inputs, replaced);
        },
      },
    );
    const { programs } = await loadPrograms('xla');
    const fallback = vi.fn();
    programs.listen({ compiling: () => {}, fallback });
    const [a, b] = [tf.tensor2d(A, [2, 3]), tf.tensor2d(B, [2, 3])];
    for (const key of ['lacking', 'next']) {
      const program = programs.program(key, described(SUM));
      for (const _ of [0, 1]) {
        const out = program.run([a, b])[0]!;
        expect(values(out)).toEqual(A_PLUS_B);
        out.dispose();
      }
    }
    expect(fallback.mock.calls).toEqual([[expect.stringContaining('libdevice not found')]]);
    tf.dispose([a, b]);
    restore();
  });
});
