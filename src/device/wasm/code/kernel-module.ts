import { assemble } from './assembler.js';
import * as channels from './channel-code.js';
import * as elements from './element-code.js';
import { multiplyColumns, multiplyRows } from './multiply-code.js';
import { packPanels, packTransposed } from './pack-code.js';
import * as sums from './sum-code.js';

const functions = {
  ...{ multiplyRows, multiplyColumns, packPanels, packTransposed },
  ...sums,
  ...channels,
  ...elements,
};

/** Our own kernels, compiled: functions of byte addresses in one memory. */
export type KernelModule = {
  readonly [Name in keyof typeof functions]: (...addresses: number[]) => void;
};

/** Compiles the kernels onto a memory; SIMD is there wherever Node 20 is. */
export function compileKernels(memory: WebAssembly.Memory): KernelModule {
  const module = new WebAssembly.Module(assemble(Object.values(functions)));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as KernelModule;
}
