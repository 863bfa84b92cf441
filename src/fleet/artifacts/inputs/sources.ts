import { datasetFor } from '../../../assets/datasets/index.js';
import { packImages } from '../../../assets/packs/data-pack.js';
import type { KeptAsset } from '../../../assets/packs/kept-asset.js';
import { packNamed } from '../../../assets/packs/named-pack.js';
import { type Pack, packOf } from '../../../assets/packs/pack.js';
import { weightsFor } from '../../../assets/weights/index.js';
import type { DataListing } from '../../../core/prints/data-listing.js';
import type { Fingerprint } from '../../../core/prints/fingerprint.js';
import type { DataSpec, ModelSpec } from '../../../core/sweep.js';
import type { InputSource } from './input.js';
import { CONFIG, WEIGHTS } from './places.js';

/** What a sweep is made of, on the machine that it is submitted from. */
export interface SweepInputs {
  readonly data: DataSpec;
  readonly model: ModelSpec;
  readonly fingerprint: Fingerprint;
  readonly listing: DataListing;
  readonly cacheDir: string;
}

/** All that agents may need of this machine. */
export function sourcesOf(inputs: SweepInputs): readonly InputSource[] {
  const { data, model, fingerprint, listing, cacheDir } = inputs;
  const found: InputSource[] = [];
  if (fingerprint.data !== null) {
    const def = datasetFor(data.source);
    const { kept } = def;
    found.push({
      ...{ kind: 'data', key: fingerprint.data, title: `the images of ${data.source}` },
      pack: kept
        ? () => packKept(kept, cacheDir)
        : async () => packImages(def.root?.(data.source) ?? data.source, listing),
    });
  }
  const { files, kept } = weightsFor(model.weights);
  if (fingerprint.weights !== null && (files || kept)) {
    found.push({
      ...{ kind: 'weights', key: fingerprint.weights, title: `the weights ${model.weights}` },
      pack: kept ? () => packKept(kept, cacheDir) : async () => packWeights(files?.(model) ?? []),
    });
  }
  return found;
}

async function packKept(kept: KeptAsset, cacheDir: string): Promise<Pack | null> {
  const folder = kept.folder(cacheDir);
  return (await kept.isWhole(folder)) ? packNamed(folder, kept.names) : null;
}

function packWeights([weights, config]: readonly string[]): Pack {
  return packOf([
    ...(weights === undefined ? [] : [{ name: WEIGHTS, path: weights }]),
    ...(config === undefined ? [] : [{ name: CONFIG, path: config }]),
  ]);
}
