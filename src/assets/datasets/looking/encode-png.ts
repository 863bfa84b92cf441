/** A square image, bytes [side, side, 3], as PNG in base64. */
export async function encodePng(image: Uint8Array, side: number): Promise<string> {
  const { default: sharp } = await import('sharp');
  const raw = { width: side, height: side, channels: 3 as const };
  const png = await sharp(image, { raw }).png({ compressionLevel: 9 }).toBuffer();
  return png.toString('base64');
}
