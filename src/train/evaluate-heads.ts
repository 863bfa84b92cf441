import type { Tensor } from '@tensorflow/tfjs-core';
import type { Precision } from '../core/recipe.js';
import type { Engine } from '../device/backend.js';
import type { Programs } from '../device/programs.js';
import { compiledPredict } from './head/compiled-predict.js';
import type { Head } from './head/head.js';
import { createTally, type HeadEvaluation, type Tally } from './tally.js';
import type { FeatureRows } from './trunk/feature-rows.js';
import { type Cut, cutName, sortCuts } from './trunk/trunk.js';

/** Images to measure heads on. */
export interface EvaluationSet {
  readonly rows: FeatureRows;
  /** Class of each image, in the rows' order. */
  readonly labels: Uint16Array;
  /** Of programs, where the engine has them. */
  readonly precision: Precision;
}

export interface HeadAtCut {
  readonly head: Head;
  readonly cut: Cut;
  /** Told of the logits, [n, classes], of the next n images. */
  readonly onLogits?: (logits: Float32Array) => void;
}

/** Images that a head is given at once: always from the same place on, so that bits are the same. */
const BLOCK = 64;

/** Bytes of features on the device at once; at least one block. */
const CHUNK_BYTES = 64 * 2 ** 20;

/**
 * Measures heads in inference mode on the same images, passing the frozen layers once for all.
 * A head has all images of a chunk before the next head begins: folding its batch norms, which
 * takes as much memory as its weights, is done once a chunk. `pause` is called between blocks and
 * may throw.
 */
export function evaluateHeads(
  { tf, programs }: Pick<Engine, 'tf' | 'programs'>,
  heads: readonly HeadAtCut[],
  { rows, labels, precision }: EvaluationSet,
  classes: number,
  pause: () => void,
): readonly HeadEvaluation[] {
  const cuts = sortCuts(heads.map(({ cut }) => cut));
  const tallies = heads.map(() => createTally(classes, labels.length));

  function measure(
    { head, cut, onLogits }: HeadAtCut,
    tally: Tally,
    features: readonly Tensor[],
    at: Range,
  ) {
    const x = features[cuts.findIndex((each) => cutName(each) === cutName(cut))]!;
    for (let from = 0; from < at.size; from += BLOCK) {
      pause();
      const size = Math.min(BLOCK, at.size - from);
      const logits = tf.tidy(() => head.predict(size === at.size ? x : tf.slice(x, from, size)));
      const begin = at.from + from;
      const values = logits.dataSync<'float32'>();
      tally.add(values, labels.subarray(begin, begin + size));
      onLogits?.(values);
      logits.dispose();
    }
    head.freeFolded();
  }

  /** The same without waiting between blocks: all of a chunk's logits are read at once. */
  function measureAhead(
    by: Programs,
    { head, cut, onLogits }: HeadAtCut,
    tally: Tally,
    features: readonly Tensor[],
    at: Range,
  ): void {
    const x = features[cuts.findIndex((each) => cutName(each) === cutName(cut))]!;
    const logits = tf.tidy(() => {
      const blocks: Tensor[] = [];
      for (let from = 0; from < at.size; from += BLOCK) {
        pause();
        const size = Math.min(BLOCK, at.size - from);
        const part = tf.slice(x, from, size);
        const rest = BLOCK - size;
        const block = rest === 0 ? part : tf.concat([part, tf.zeros([rest, ...x.shape.slice(1)])]);
        const all = compiledPredict(by, head, precision, block);
        blocks.push(rest === 0 ? all : tf.slice(all, 0, size));
      }
      return tf.concat(blocks);
    });
    const values = logits.dataSync<'float32'>();
    tally.add(values, labels.subarray(at.from, at.from + at.size));
    onLogits?.(values);
    logits.dispose();
  }

  for (let from = 0, chunk = BLOCK; from < labels.length; ) {
    pause();
    const size = Math.min(chunk, labels.length - from);
    const places = Uint32Array.from({ length: size }, (_, i) => from + i);
    const features = rows.take(places, cuts);
    try {
      heads.forEach((head, h) => {
        const started = performance.now();
        const at = { from, size };
        if (programs) measureAhead(programs, head, tallies[h]!, features, at);
        else measure(head, tallies[h]!, features, at);
        tallies[h]!.spend((performance.now() - started) / 1000);
      });
      chunk = chunkSize(features);
    } finally {
      tf.dispose([...features]);
    }
    from += size;
  }
  return tallies.map((tally) => tally.result());
}

interface Range {
  readonly from: number;
  readonly size: number;
}

/** Whole blocks whose features, at all cuts, stay within the bytes of a chunk. */
function chunkSize(features: readonly Tensor[]): number {
  const rowBytes = features.reduce((sum, { size, shape }) => sum + (4 * size) / shape[0]!, 0);
  return Math.max(1, Math.floor(CHUNK_BYTES / (BLOCK * rowBytes))) * BLOCK;
}
