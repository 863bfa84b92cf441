import { freemem } from 'node:os';

/** Memory that this process may still take; knows of a container's limit where Node does. */
export function availableBytes(): number {
  const { availableMemory } = process as { readonly availableMemory?: () => number };
  return availableMemory ? availableMemory() : freemem();
}
