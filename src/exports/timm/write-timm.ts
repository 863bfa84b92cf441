import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelCard } from '../card/model-card.js';
import type { TrainedModel } from '../export-format.js';
import { withNetwork } from '../model/network-file.js';
import { provenance } from '../model/provenance.js';
import { timmArchitecture } from './architecture.js';
import { timmConfig } from './config.js';
import { THAW_RESNET_PY } from './thaw-resnet.js';
import { writeTimmWeights } from './weights.js';

/** Writes a folder that timm loads, as a repository of the hub has it. Gives what to know of it. */
export function writeTimm(model: TrainedModel, folder: string): readonly string[] {
  return withNetwork(model, (network) => {
    const { taught } = timmArchitecture(network);
    mkdirSync(folder);
    const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
    const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
    writeTimmWeights(network, join(folder, 'model.safetensors'));
    put('config.json', json(timmConfig(model, network)));
    put('thaw.json', json(provenance(model)));
    put('README.md', modelCard(model, network));
    if (!taught) return [];
    put('thaw_resnet.py', THAW_RESNET_PY);
    return [
      'timm has no such network of its own: import thaw_resnet.py, in that folder, before timm.create_model. README.md there shows how.',
    ];
  });
}
