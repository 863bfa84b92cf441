/** `res4a_branch2a/kernel`, `bn4a_branch1/gamma`, `fc/bias` in torchvision's words. */
export function ourName(keras: string): string {
  const [layer, part] = keras.split('/') as [string, string];
  const kind = { kernel: 'weight', gamma: 'weight', beta: 'bias', bias: 'bias' }[part];
  if (layer === 'fc') return `fc.${kind}`;
  const { conv, bn } = ourBatchNorm(layer.replace(/^res/, 'bn'));
  return `${layer.startsWith('res') ? conv : bn}.${kind}`;
}

/** A batch norm that Keras calls `bn4a_branch2a`, and the convolution before it. */
export function ourBatchNorm(name: string): { readonly bn: string; readonly conv: string } {
  const [, stage, block, branch] = /^bn(\d)([a-f])_branch(1|2[abc])$/.exec(name)!;
  const unit = `layer${Number(stage) - 1}.${'abcdef'.indexOf(block!)}`;
  if (branch === '1') return { bn: `${unit}.downsample.1`, conv: `${unit}.downsample.0` };
  const n = 1 + 'abc'.indexOf(branch![1]!);
  return { bn: `${unit}.bn${n}`, conv: `${unit}.conv${n}` };
}
