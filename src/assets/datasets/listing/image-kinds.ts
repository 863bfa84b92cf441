import { extname } from 'node:path';

/** What a file is by its name: an image to read, an image of another kind, or something else. */
export function kindByName(name: string): 'image' | 'unreadable' | 'other' {
  const extension = extname(name).toLowerCase().slice(1);
  if (READ.has(extension)) return 'image';
  return UNREADABLE.has(extension) ? 'unreadable' : 'other';
}

/** How many of these files are images by their names, whether they can be read or not. */
export function imagesByName(names: readonly string[]): number {
  return names.filter((name) => kindByName(name) !== 'other').length;
}

/** What libvips as sharp ships it decodes, of what photographs come in. */
const READ: ReadonlySet<string> = new Set([
  ...['jpg', 'jpeg', 'jpe', 'jfif', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif'],
]);

/** Images all the same: leaving them out unsaid would train on a part of the data. */
const UNREADABLE: ReadonlySet<string> = new Set([
  ...['heic', 'heif', 'hif', 'bmp', 'dib', 'jxl', 'jp2', 'j2k', 'jpx', 'jpf', 'jpm', 'jxr', 'wdp'],
  // Camera raw.
  ...['dng', 'cr2', 'cr3', 'crw', 'nef', 'nrw', 'arw', 'srf', 'sr2', 'raf', 'orf', 'rw2', 'pef'],
  ...['srw', 'x3f', '3fr', 'erf', 'kdc', 'dcr', 'mrw', 'mef', 'mos', 'raw', 'rwl', 'iiq', 'gpr'],
  // Of editors, of science, of old.
  ...['psd', 'psb', 'xcf', 'svg', 'svgz', 'eps', 'pdf', 'ico', 'cur', 'tga', 'pcx', 'dds', 'exr'],
  ...['hdr', 'ppm', 'pgm', 'pbm', 'pnm', 'pfm', 'fits', 'fit', 'dcm', 'dicom'],
]);
