import { describePrograms } from '../golden/programs.js';
import { kernelSuite, type Tolerance } from './kernel-suite.js';
import { recordedKernels } from './recorded-kernels.js';

/** Eight bits of a number: two hundredths of the largest result. */
const HALF: Tolerance = (want) => ({ abs: 0.02 * Math.max(...Array.from(want, Math.abs)) });

describePrograms('recorded kernels', ['graph', 'xla'], (load) => {
  kernelSuite(async () => {
    const engine = await load();
    return { tf: engine.tf, kernels: recordedKernels(engine, 'float32') };
  });
});

describePrograms('recorded kernels in bf16', ['graph', 'xla'], (load) => {
  kernelSuite(async () => {
    const engine = await load();
    return { tf: engine.tf, kernels: recordedKernels(engine, 'bf16') };
  }, HALF);
});
