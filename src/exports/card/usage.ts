import type { TrainedModel } from '../export-format.js';
import type { OpenNetwork } from '../model/network-file.js';
import { timmArchitecture } from '../timm/architecture.js';
import { codeBlock } from './markdown.js';

/** How to run it: lines that work in the folder of `thaw export --to timm`. */
export function usageSection(model: TrainedModel, network: OpenNetwork): string {
  const { taught } = timmArchitecture(network);
  return [
    '## Use',
    taught
      ? "With timm, in this folder. `thaw_resnet.py` teaches it this network: timm's own have the stride of a downsampling block elsewhere, or another stem or head."
      : 'With timm, in this folder:',
    codeBlock(
      'python',
      `${taught ? 'import thaw_resnet  # registers the network\n' : ''}import timm, torch
from PIL import Image

model = timm.create_model("local-dir:.", pretrained=True).eval()
config = timm.data.resolve_model_data_config(model)
transform = timm.data.create_transform(**config, is_training=False)
image = Image.open("photo.jpg").convert("RGB")
with torch.inference_mode():
    probabilities = model(transform(image)[None]).softmax(1)[0]
names = model.pretrained_cfg["label_names"]
for probability, label in zip(*probabilities.topk(min(3, len(names)))):
    print(f"{probability:.3f} {names[label]}")`,
    ),
    'With torchvision, from the same files:',
    codeBlock('python', torchvision(model, network)),
    `For ONNX Runtime and other engines: \`thaw export ${model.trial.trial} --to onnx\`.`,
  ].join('\n\n');
}

function torchvision({ classNames, recipe }: TrainedModel, network: OpenNetwork): string {
  const { layout, pooling, classifier, mean, std } = network;
  const isV1 = layout === 'v1' && network.body.some((l) => l.kind === 'residual' && l.body[2]);
  const [first, second] = classifier;
  const pool = { avg: null, max: 'torch.nn.AdaptiveMaxPool2d(1)', avgmax: 'AverageAndMax()' }[
    pooling
  ];
  return [
    'import torch, torchvision',
    'from safetensors.torch import load_file',
    '',
    ...(pooling === 'avgmax'
      ? [
          'class AverageAndMax(torch.nn.Module):',
          '    def forward(self, x):',
          '        return (x.mean((2, 3), keepdim=True) + x.amax((2, 3), keepdim=True)) / 2',
          '',
        ]
      : []),
    `net = torchvision.models.${network.network.name}(num_classes=${classNames.length})`,
    ...(isV1
      ? [
          'for layer in (net.layer2, net.layer3, net.layer4):  # the stride is in the first 1x1',
          '    layer[0].conv1.stride, layer[0].conv2.stride = (2, 2), (1, 1)',
        ]
      : []),
    ...(recipe.trunk.stem === 'small'
      ? ['net.conv1.stride, net.maxpool = (1, 1), torch.nn.Identity()']
      : []),
    ...(pool ? [`net.avgpool = ${pool}`] : []),
    ...(second
      ? [
          'net.fc = torch.nn.Sequential(',
          `    torch.nn.Linear(${first!.inputs}, ${first!.outputs}), torch.nn.ReLU(), torch.nn.Linear(${second.inputs}, ${second.outputs})`,
          ')',
        ]
      : []),
    'net.load_state_dict(load_file("model.safetensors"))',
    'net.eval()',
    `# input: RGB in 0..1 at ${recipe.trunk.imageSize} px, (x - mean) / std, with`,
    `# mean ${JSON.stringify(mean)} and`,
    `# std ${JSON.stringify(std)}`,
  ].join('\n');
}
