import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { TrainedModel } from '../export-format.js';
import { type OpenNetwork, withNetwork } from '../model/network-file.js';
import { INPUT, LOGITS, MEAN, networkGraph, PROBABILITIES, STD } from './graph.js';
import {
  encode,
  fieldHeader,
  RAW_DATA,
  type Value,
  writeEntry,
  writeNode,
  writeOpset,
  writeTensorHead,
  writeValue,
} from './messages.js';

/**
 * Writes a trial's network as an ONNX model: IR version 8, opset 17. Tensors go to the file one after
 * the other, so that it takes the memory of the largest.
 */
export function writeOnnx(model: TrainedModel, output: string): void {
  withNetwork(model, (network) => {
    const fd = openSync(output, 'w');
    try {
      for (const part of parts(model, network)) writeFileSync(fd, part.bytes());
    } finally {
      closeSync(fd);
    }
  });
}

/** Some bytes of the file, made when their turn comes. */
interface Part {
  readonly length: number;
  bytes(): Uint8Array;
}

const IR_VERSION = 8;
const OPSET = 17;

/** ModelProto, whose graph (7) is too large to be made as a whole. */
function parts(model: TrainedModel, network: OpenNetwork): readonly Part[] {
  const head = encode((pbf) => {
    pbf.writeVarintField(1, IR_VERSION);
    pbf.writeStringField(2, 'thaw');
    pbf.writeStringField(3, model.version);
    pbf.writeMessage(8, writeOpset, OPSET);
    for (const entry of metadata(model)) pbf.writeMessage(14, writeEntry, entry);
  });
  const graph = graphParts(model, network);
  return [ready(head), ready(fieldHeader(7, lengthOf(graph))), ...graph];
}

/** GraphProto. */
function graphParts(model: TrainedModel, network: OpenNetwork): readonly Part[] {
  const nodes = networkGraph(network);
  const side = model.recipe.trunk.imageSize;
  const scores = ['batch', model.classNames.length];
  const input: Value = {
    name: INPUT,
    sizes: ['batch', 3, side, side],
    about: 'RGB, each value in 0..1; what else normalizes it is in the graph',
  };
  const outputs: readonly Value[] = [
    { name: LOGITS, sizes: scores, about: 'a number per class, before softmax' },
    { name: PROBABILITIES, sizes: scores, about: 'softmax of the logits' },
  ];
  const small = encode((pbf) => {
    for (const node of nodes) pbf.writeMessage(1, writeNode, node);
    pbf.writeStringField(2, network.network.name);
    pbf.writeMessage(11, writeValue, input);
    for (const value of outputs) pbf.writeMessage(12, writeValue, value);
  });
  const made = new Set<string>([INPUT, ...nodes.map(({ name }) => name)]);
  const needed = new Set(nodes.flatMap(({ inputs }) => inputs).filter((name) => !made.has(name)));
  return [ready(small), ...Array.from(needed, (name) => tensorParts(network, name)).flat()];
}

/** An initializer (field 5 of the graph). */
function tensorParts({ tensors, mean, std }: OpenNetwork, name: string): readonly Part[] {
  const own = name === MEAN ? mean : name === STD ? std : null;
  const shape = own ? [1, 3, 1, 1] : tensors.tensors.get(name)!.shape;
  const length = 4 * shape.reduce((product, size) => product * size, 1);
  const head = encode((pbf) => writeTensorHead({ name, shape }, pbf));
  const before = ready(fieldHeader(RAW_DATA, length));
  const tensor = [
    ready(head),
    before,
    { length, bytes: () => bytesOf(own ? Float32Array.from(own) : tensors.read(name).data) },
  ];
  return [ready(fieldHeader(5, lengthOf(tensor))), ...tensor];
}

/** What the file says beside the network; what is not one word is JSON. */
function metadata({ classNames, recipe, trial, sweep }: TrainedModel): Map<string, string> {
  return new Map([
    ['class_names', JSON.stringify(classNames)],
    ['image_size', String(recipe.trunk.imageSize)],
    ['architecture', recipe.trunk.model.architecture],
    ['sweep', sweep.name],
    ['trial', String(trial.trial)],
    ['metric', trial.metric],
    ['value', String(trial.best?.value ?? null)],
    ['params', JSON.stringify(trial.params)],
  ]);
}

function ready(bytes: Uint8Array): Part {
  return { length: bytes.byteLength, bytes: () => bytes };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function lengthOf(all: readonly Part[]): number {
  return all.reduce((sum, { length }) => sum + length, 0);
}
