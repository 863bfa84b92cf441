/** `thaw look FILE --format json`: the images of a sweep before it runs. */
export interface LookDocument {
  /** The sweep's name, and where its images are from. */
  readonly name: string;
  readonly source: string;
  readonly class_names: readonly string[];
  /** Images of each class, in the order of `class_names`, after the draw of train and val. */
  readonly counts: {
    readonly train: readonly number[];
    readonly val: readonly number[];
    /** Null: the source has no test split. */
    readonly test: readonly number[] | null;
  };
  /** Sides of the images as they are, smallest to largest. */
  readonly sides: { readonly least: number; readonly median: number; readonly most: number };
  /** One row for each way that images are made: as read, then each augmentation set at each size. */
  readonly samples: readonly SampleRow[];
  /** What normalization makes of them, over the training images that were looked at. */
  readonly normalization: {
    readonly name: string;
    readonly mean: readonly number[];
    readonly std: readonly number[];
    /** Of the network's input, by channel, afterwards. */
    readonly input_mean: readonly number[];
    readonly input_std: readonly number[];
  } | null;
  readonly warnings: readonly LookWarning[];
}

export interface SampleRow {
  /** `as read`, or the augmentation set's name. */
  readonly made: string;
  readonly image_size: number;
  readonly images: readonly SampleImage[];
}

export interface SampleImage {
  /** PNG, base64. */
  readonly png: string;
  readonly label: string;
  /** Path, or place in its split. */
  readonly from: string;
}

export interface LookWarning {
  readonly kind: 'imbalance' | 'enlarged' | 'near_duplicate' | 'label' | 'few' | 'normalization';
  /** A sentence, with its numbers. */
  readonly message: string;
  /** Images that it is about, at most some; empty: none in particular. */
  readonly images: readonly SampleImage[];
}
