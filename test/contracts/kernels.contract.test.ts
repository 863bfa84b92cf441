import { describeBackends } from '../golden/backends.js';
import { kernelSuite } from './kernel-suite.js';

describeBackends('kernels', kernelSuite);
