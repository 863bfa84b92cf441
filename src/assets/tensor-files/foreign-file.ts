import { basename, extname } from 'node:path';

/**
 * What a file is that is no `.safetensors` file, by its first bytes and its name, with the way to
 * make one of it: a message's lines, the first of which continues `PATH is`. Null: not known.
 */
export function foreignFile(path: string, start: Uint8Array): readonly string[] | null {
  const name = basename(path);
  const text = Buffer.from(start).toString('latin1');
  const ends = extname(path).toLowerCase();
  const is = (...magic: readonly string[]) => magic.some((each) => text.startsWith(each));
  if (start.length === 0) return ['an empty file: fetch or write it again.'];
  if (is('version https://git-lfs')) {
    return [
      'a pointer of Git LFS, not the file itself: run `git lfs pull` in its folder, or download the file.',
    ];
  }
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) {
    return ['a web page, not weights: the download failed, or needs a login. Download it again.'];
  }
  if (is('\x89HDF') || ['.h5', '.hdf5', '.keras'].includes(ends)) return [`of Keras. ${TORCH}`];
  if (ends === '.onnx') return [`an ONNX model, whose tensors have no names to load. ${TORCH}`];
  const zipped = is('PK\x03\x04') ? firstZipped(start) : '';
  if (['.npz', '.npy'].includes(ends) || is('\x93NUMPY') || zipped.endsWith('.npy')) {
    return ['of NumPy. To convert it:', ...numpyLines(name)];
  }
  if (ends === '.msgpack') return [`of Flax. ${TORCH}`];
  if (zipped !== '' && !OF_TORCH.test(zipped)) return [ARCHIVE];
  // A zip (since PyTorch 1.6), its older pickle, or a tar of the oldest.
  if (is('PK\x03\x04', '\x80\x02', '\x80\x03', '\x80\x04') || TORCH_FILES.includes(ends)) {
    return ["of PyTorch's torch.save. To convert it:", ...torchLines(name)];
  }
  if (is('\x1f\x8b')) return ['compressed by gzip: unpack it (`gunzip`) and name what is in it.'];
  if (is('BZh') || is('\xfd7zXZ') || is('7z\xbc\xaf') || text.slice(257, 262) === 'ustar') {
    return [ARCHIVE];
  }
  if (text.trimStart().startsWith('{') && ends === '.json') {
    return ['JSON, the index of a model in several files. To join them:', ...SHARD_LINES];
  }
  // The length that such a file begins with has bytes that are no text.
  if (/^[\t\n\r\x20-\x7e]+$/.test(text)) {
    const line = text.split(/[\r\n]/, 1)[0]!.slice(0, 60);
    return [`text, not weights (${JSON.stringify(line)}): the download failed. Download it again.`];
  }
  return null;
}

const ARCHIVE = 'an archive: unpack it and name the .safetensors file in it.';

/** The name of a zip's first file; empty: not there. */
function firstZipped(start: Uint8Array): string {
  const bytes = Buffer.from(start);
  if (bytes.length < 30) return '';
  return bytes.toString('latin1', 30, 30 + bytes.readUInt16LE(26));
}

/** What torch.save and torch.jit.save put first. */
const OF_TORCH =
  /(?:^|\/)(?:data\.pkl|constants\.pkl|byteorder|version|\.format_version|\.data|code|data)(?:$|\/)/;

/** Endings of names that are weights of other formats. */
export const FOREIGN_ENDINGS: readonly string[] = [
  ...['.pth', '.pt', '.bin', '.ckpt', '.pkl', '.pickle', '.tar', '.h5', '.hdf5', '.keras'],
  ...['.onnx', '.npz', '.npy', '.msgpack', '.json', '.gz', '.zip'],
];

const TORCH_FILES: readonly string[] = ['.pth', '.pt', '.ckpt', '.bin', '.pkl', '.pickle'];

const TORCH =
  'Name a .safetensors file of the same network in PyTorch: most models are published as one.';

/** Only tensors are unpickled, and each becomes a copy, since two may share memory. */
function torchLines(name: string): readonly string[] {
  return [
    '  import torch; from safetensors.torch import save_file',
    `  d = torch.load(${python(name)}, map_location="cpu", weights_only=True); d = d.get("state_dict", d.get("model", d))`,
    `  save_file({k: v.clone().contiguous() for k, v in d.items() if torch.is_tensor(v)}, ${python(safe(name))})`,
  ];
}

function numpyLines(name: string): readonly string[] {
  return [
    '  import numpy; from safetensors.numpy import save_file',
    `  d = numpy.load(${python(name)})`,
    `  save_file({k: numpy.ascontiguousarray(d[k]) for k in d.files}, ${python(safe(name))})`,
  ];
}

const SHARD_LINES: readonly string[] = [
  '  import glob; from safetensors.torch import load_file, save_file',
  '  d = {k: v for f in sorted(glob.glob("*-of-*.safetensors")) for k, v in load_file(f).items()}',
  '  save_file(d, "whole.safetensors")',
];

/** Lines that join the parts of a model; null: the name is not that of a part. */
export function joinLines(path: string): readonly string[] | null {
  return /-\d{5}-of-\d{5}\.safetensors$/.test(path) ? SHARD_LINES : null;
}

function safe(name: string): string {
  const bare = name.slice(0, name.length - extname(name).length);
  const written = `${bare}.safetensors`;
  // What is read must not be written over.
  return written === name ? `${bare}-converted.safetensors` : written;
}

/** A string of Python, which JSON's escapes suit. */
function python(text: string): string {
  return JSON.stringify(text);
}
