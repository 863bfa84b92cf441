import type { TrialFormat } from '../export-format.js';

export const onnx: TrialFormat = {
  name: 'onnx',
  summary: 'The network for ONNX Runtime and other engines, opset 17',
  of: 'trial',
  writes: '.onnx',
  async write(model, output) {
    const { writeOnnx } = await import('../onnx/write-onnx.js');
    writeOnnx(model, output);
    return [];
  },
};
