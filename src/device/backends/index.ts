import type { Backend } from '../backend.js';
import { tensorflow } from './tensorflow.js';
import { wasm } from './wasm.js';

/** Every backend, in the order in which `auto` prefers them. */
export const backends: readonly Backend[] = [tensorflow, wasm];
