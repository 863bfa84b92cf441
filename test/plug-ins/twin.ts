import type { Backend } from '../../src/device/backend.js';
import { wasm } from '../../src/device/backends/wasm.js';

/** WebAssembly under another name: whatever it trains has the same bits. */
export const twin: Backend = {
  ...wasm,
  name: 'twin',
  summary: 'wasm, called twin',
  async load(cacheDir) {
    const engine = await wasm.load(cacheDir);
    return { ...engine, info: { ...engine.info, device: 'a twin' } };
  },
};
