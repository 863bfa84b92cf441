import { PbfWriter } from 'pbf';
import type { Attribute, GraphNode } from './graph.js';

/** ONNX's messages in the wire format, by the field numbers of onnx.proto (IR version 8). */

/** The bytes of fields that `write` writes. */
export function encode(write: (pbf: PbfWriter) => void): Uint8Array {
  const pbf = new PbfWriter();
  write(pbf);
  return pbf.finish();
}

/** What stands before a field of `length` bytes that is written apart. */
export function fieldHeader(field: number, length: number): Uint8Array {
  return encode((pbf) => {
    pbf.writeTag(field, LENGTH_DELIMITED);
    pbf.writeVarint(length);
  });
}

/** NodeProto. */
export function writeNode({ name, op, inputs, attributes = {} }: GraphNode, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  pbf.writeStringField(2, name);
  pbf.writeStringField(3, name);
  pbf.writeStringField(4, op);
  for (const attribute of Object.entries(attributes)) {
    pbf.writeMessage(5, writeAttribute, attribute);
  }
}

/** AttributeProto, with its type (20): 1 is a float, 2 an integer, 7 a list of such. */
function writeAttribute([name, value]: readonly [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if ('float' in value) {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, 1);
  } else if ('int' in value) {
    pbf.writeVarintField(3, value.int);
    pbf.writeVarintField(20, 2);
  } else {
    for (const each of value.ints) pbf.writeVarintField(8, each);
    pbf.writeVarintField(20, 7);
  }
}

/** A tensor of float32 that goes in or comes out; a size that is a word is free. */
export interface Value {
  readonly name: string;
  readonly sizes: readonly (number | string)[];
  readonly about: string;
}

/** ValueInfoProto. */
export function writeValue({ name, sizes, about }: Value, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, sizes);
  pbf.writeStringField(3, about);
}

/** TypeProto: a tensor's element type and its shape. */
function writeType(sizes: Value['sizes'], pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, sizes);
}

function writeTensorType(sizes: Value['sizes'], pbf: PbfWriter): void {
  pbf.writeVarintField(1, FLOAT);
  pbf.writeMessage(2, writeShape, sizes);
}

function writeShape(sizes: Value['sizes'], pbf: PbfWriter): void {
  for (const size of sizes) pbf.writeMessage(1, writeSize, size);
}

function writeSize(size: number | string, pbf: PbfWriter): void {
  if (typeof size === 'string') pbf.writeStringField(2, size);
  else pbf.writeVarintField(1, size);
}

/** TensorProto but for its data, which is field 9 (`RAW_DATA`). */
export function writeTensorHead(
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
  pbf: PbfWriter,
): void {
  for (const size of shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, FLOAT);
  pbf.writeStringField(8, name);
}

/** StringStringEntryProto. */
export function writeEntry([key, value]: readonly [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, key);
  pbf.writeStringField(2, value);
}

/** OperatorSetIdProto of the default domain. */
export function writeOpset(version: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, '');
  pbf.writeVarintField(2, version);
}

export const RAW_DATA = 9;

/** A wire type. */
const LENGTH_DELIMITED = 2;

/** TensorProto.DataType. */
const FLOAT = 1;
