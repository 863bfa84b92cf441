// Loaded before a program: it ends at once where it is the worker process of the second device.
const isWorker = process.argv[1]?.endsWith('worker-process.js');
if (isWorker && process.env.CUDA_VISIBLE_DEVICES?.startsWith('GPU-1')) process.exit(9);
