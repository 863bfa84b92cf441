import type { Tensor } from '@tensorflow/tfjs-core';
import type { Compiled } from '../core/cohort-work.js';
import type { Precision } from '../core/recipe.js';
import type { Kernels } from './kernels.js';

/**
 * Runs many ops as one: what a function of tensors does is recorded once, as a graph, and then run
 * whole. On a GPU, where each op sent by itself costs more time than most take.
 */
export interface Programs {
  /**
   * A program known by its precision and its key, which says all else that its arithmetic depends on,
   * shapes included.
   * Recorded at the first call, compiled at its first run.
   */
  program(key: string, description: ProgramDescription): Program;
  /** What was compiled so far, and how long that took. */
  compiled(): Compiled;
  /** Who is told from now on. */
  listen(listeners: ProgramListeners): void;
}

export interface ProgramListeners {
  /** A program of this title is about to be compiled, which takes seconds. */
  compiling(title: string): void;
  /** XLA cannot compile here, and why: TensorFlow's graph executor runs all programs, more slowly. */
  fallback(why: string): void;
}

export interface ProgramDescription {
  /** What it is, in two or three words, for progress: `training step`. */
  readonly title: string;
  readonly precision: Precision;
  /** False: too seldom run to be worth compiling; TensorFlow's own executor runs its ops in one go. */
  readonly often: boolean;
  /** Shapes of its inputs, all float32. */
  readonly inputs: readonly (readonly number[])[];
  /**
   * Computes outputs from inputs by `kernels` and their `tf`. What it reads besides becomes a
   * constant of the program. It runs inside a tidy scope, reads no values and keeps nothing.
   */
  record(inputs: readonly Tensor[], kernels: Kernels): readonly Tensor[];
}

export interface Program {
  /**
   * Output i takes the place of `replaced[i]`, whose memory is given up, where that is a tensor; a
   * tensor that shares its memory (a clone) stays as it is, and the output is a new one. Gives all
   * outputs; the new ones are the caller's.
   *
   * @throws {Error} TensorFlow's own: out of memory, for one.
   */
  run(inputs: readonly Tensor[], replaced?: readonly (Tensor | null)[]): readonly Tensor[];
}

/**
 * How many ops become one: compiled by XLA, run whole by TensorFlow's graph executor, or not at all. On a
 * CPU op by op through oneDNN is faster: XLA takes 3.7 times as long.
 */
export const PROGRAM_MODES = ['xla', 'graph', 'off'] as const;

export type ProgramMode = (typeof PROGRAM_MODES)[number];
