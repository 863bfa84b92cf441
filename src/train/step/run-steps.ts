import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels, Tf } from '../../device/kernels.js';
import type { BranchState } from './branch-state.js';
import { type CompiledStepSetup, compiledStep } from './compiled-step.js';
import type { Program } from './program.js';
import { TOTALS } from './record-step.js';
import { stageNumbers } from './staged-numbers.js';
import { type Breakdown, NOTHING, type Totals } from './totals.js';
import { type StepInputs, walk } from './walk.js';

/** Takes the steps of one branch and adds up what they give. */
export interface StepRunner {
  /** May return before the step is done. */
  step(state: BranchState, inputs: StepInputs): void;
  /** Waits for all steps. `broke`: the first since `begin` whose loss was not finite. */
  totals(): Totals & { readonly broke: Breakdown | null };
  begin(totals: Totals): void;
  /** Goes on from here apart from this one. */
  fork(): StepRunner;
  dispose(): void;
  /** Whether steps return before they are done. */
  readonly runsAhead: boolean;
}

/** Op by op: each step is done, and its loss known, when it returns. */
export function walkSteps(program: Program, kernels: Kernels): StepRunner {
  const run = walk(program, kernels);

  function from(start: Totals, startSteps: number): StepRunner {
    let totals = start;
    let steps = startSteps;
    let broke: Breakdown | null = null;
    return {
      runsAhead: false,
      step(state, inputs) {
        if (broke) return;
        const { loss, correct } = run(state, inputs);
        if (!Number.isFinite(loss)) {
          broke = { loss, steps };
          return;
        }
        steps += 1;
        const size = inputs.features.shape[0]!;
        totals = {
          loss: totals.loss + loss * size,
          correct: totals.correct + correct,
          images: totals.images + size,
        };
      },
      totals: () => ({ ...totals, broke }),
      begin(now) {
        totals = now;
        steps = 0;
        broke = null;
      },
      fork: () => from(totals, steps),
      dispose: () => {},
    };
  }
  return from(NOTHING, 0);
}

/** As compiled programs: sums stay on the device, and nothing is read until they are asked for. */
export function compiledSteps(program: Program, setup: CompiledStepSetup): StepRunner {
  const { tf } = setup;
  const run = compiledStep(program, setup);

  function from(start: Tensor): StepRunner {
    let totals = start;
    const staged = stageNumbers(tf);
    return {
      runsAhead: true,
      step(state, inputs) {
        totals = run(state, inputs, totals, staged);
      },
      totals() {
        const values = totals.dataSync<'float32'>();
        const at = (name: keyof typeof TOTALS) => values[TOTALS[name]]!;
        const broke = at('ok') > 0 ? null : { loss: at('broke'), steps: at('steps') };
        return { loss: at('loss'), correct: at('correct'), images: at('images'), broke };
      },
      begin(now) {
        totals.dispose();
        totals = vectorOf(tf, now);
      },
      fork: () => from(tf.keep(totals.clone())),
      dispose() {
        totals.dispose();
        staged.dispose();
      },
    };
  }
  return from(vectorOf(tf, NOTHING));
}

function vectorOf(tf: Tf, { loss, correct, images }: Totals): Tensor {
  const values = new Float32Array(Object.keys(TOTALS).length);
  values.set([loss, correct, images, 0, 1, 0]);
  return tf.keep(tf.tensor1d(values));
}
