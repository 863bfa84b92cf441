/**
 * How a memory of a backend's own is shared out: a GPU's, of which nobody else can lend it more. The
 * rest is for what a plan cannot foresee: work space of kernels, gaps between tensors.
 */
export const DEVICE_SHARES = {
  /** Networks, optimizers and activations of the cohort that trains. */
  cohort: 0.55,
  /** Frozen outputs that are kept from one epoch to the next. */
  features: 1 / 4,
  /** Images that lie there: all of CIFAR-10 on 3 GB. */
  images: 1 / 16,
} as const;
