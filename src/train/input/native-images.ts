/** Images as their data set holds them, [size, side, side, 3], 0..255: bytes, or float32 if mixed. */
export interface NativeImages {
  readonly data: Uint8Array | Float32Array;
  readonly size: number;
  readonly side: number;
}

/** Of a batch of n images: a class each [n], or, where some are mixed, shares of classes [n, K]. */
export type BatchLabels = Int32Array | Float32Array;

export interface NativeBatch {
  readonly images: NativeImages;
  readonly labels: BatchLabels;
}
