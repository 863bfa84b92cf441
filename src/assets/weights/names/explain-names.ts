import { plain } from '../../../core/words/plain.js';
import type { NetworkDef } from '../../../networks/network.js';
import type { Matched } from './match-names.js';

/** Why a file is not what `model` asks for: a message's lines. `path`: the file's. */
export function explainNames(
  matched: Exclude<Matched, { readonly match: unknown }>,
  network: NetworkDef,
  path: string,
): readonly string[] {
  if ('other' in matched) {
    const { name, title } = matched.other;
    return [
      `${path} holds a ${title}, not a ${network.title}: set model.architecture to ${name}, or name a file of a ${network.name}.`,
    ];
  }
  if ('elsewhere' in matched) {
    const prefixes = matched.elsewhere.map((prefix) => JSON.stringify(prefix)).join(', ');
    return [
      `${path} holds no ${network.title} under ${JSON.stringify(matched.wanted)}, but under ${prefixes}: expected one of these as model.prefix.`,
    ];
  }
  if ('several' in matched) {
    const prefixes = matched.several.map((prefix) => JSON.stringify(prefix)).join(', ');
    return [`${path} holds several networks, under ${prefixes}: say which with model.prefix.`];
  }
  const { mistakes } = matched;
  const more = mistakes.length > TOLD ? [`and ${mistakes.length - TOLD} more`] : [];
  const all = mistakes.join('\n');
  const hint = HINTS.find(([pattern]) => pattern.test(all))?.[1];
  return [
    `${path} does not hold a ${network.title} in names that are known here (torchvision's, timm's, transformers', or a prefix before these):`,
    ...[...mistakes.slice(0, TOLD).map(brief), ...more].map((line) => `  ${line}`),
    ...(hint === undefined ? [] : [hint]),
    `Save the \`state_dict()\` of torchvision's or timm's ${network.name} with safetensors.torch.save_file.`,
  ];
}

/** Mistakes told one by one; the rest is counted. */
const TOLD = 8;

function brief(text: string): string {
  const line = plain(text);
  return line.length > 200 ? `${line.slice(0, 197)}...` : line;
}

/** What else a file may be, by what its mistakes show. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/\bconv1\.\d+\.\w+ is not part/, 'Its stem is several convolutions (timm: resnet50d and kin).'],
  [/\.(?:se|attn|attention|cbam)\.\S+ is not part/, 'It has attention or squeeze-and-excitation.'],
  [/\.conv\d\.bias is not part/, 'Its convolutions have biases.'],
  [/\bconv1\.weight is 64 x 3 x 3 x 3/, 'Its stem is a 3 x 3 convolution, for small images.'],
  [
    /^\S*bn1\.running_mean \(\d+\) is missing/,
    'Its norms keep no running statistics: not batch norms.',
  ],
  [/conv2\.weight is \d+ x \d+ x 3 x 3; expected/, 'It may be a ResNeXt, of grouped convolutions.'],
];
