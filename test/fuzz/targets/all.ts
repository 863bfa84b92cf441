import type { Target } from '../fuzz.js';
import { cifarBatches } from './cifar.js';
import { commandLine, setFlag, whereFlag } from './flags.js';
import { imageFile, imageFolder, imageIndex } from './images.js';
import { olderSpec, storedJson } from './stored-json.js';
import { sweepFile } from './sweep-file.js';
import { tarball } from './tarball.js';
import { checkpoint, kerasFile, safetensorsFile } from './tensor-files.js';

/** Every parser of what this program did not write itself just now. */
export const targets: readonly Target[] = [
  sweepFile,
  setFlag,
  whereFlag,
  commandLine,
  safetensorsFile,
  checkpoint,
  kerasFile,
  tarball,
  cifarBatches,
  imageFolder,
  imageFile,
  imageIndex,
  storedJson,
  olderSpec,
];
