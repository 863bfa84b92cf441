import { z } from 'zod';

/** PyTorch's `weight_decay`, which covers every trained tensor. */
export function weightDecay(byDefault: number) {
  return z.number().min(0).default(byDefault).describe('Pull of every trained tensor toward 0');
}

/** Added to a denominator against division by zero. */
export function epsilon(byDefault: number) {
  return z.number().gt(0).default(byDefault).describe('Added to the denominator');
}
