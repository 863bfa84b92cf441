import { gzipSync } from 'node:zlib';

export interface TarEntry {
  readonly path: string;
  readonly content: string;
  /** `0` a file (default), `2` a symbolic link, `5` a folder, `x` and `L` names of the next entry. */
  readonly type?: string;
}

/** A gzipped tar in POSIX ustar form. */
export function makeTarball(entries: readonly TarEntry[]): Buffer {
  return gzipSync(makeTar(entries));
}

export function makeTar(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content, type = '0' }) => {
    const body = Buffer.from(content);
    const padding = Buffer.alloc((512 - (body.length % 512)) % 512);
    return [header(path, body.length, type), body, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function header(path: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(512);
  block.write(path, 0, 100);
  block.write('0000644\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\0', 257);
  block.write('00', 263);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
