/**
 * ResNet50's units from image to logits: the places where the network can be cut. A trial trains
 * the units from some index on; those before it are the frozen trunk.
 */
export const UNITS = [
  'stem',
  'layer1.0',
  'layer1.1',
  'layer1.2',
  'layer2.0',
  'layer2.1',
  'layer2.2',
  'layer2.3',
  'layer3.0',
  'layer3.1',
  'layer3.2',
  'layer3.3',
  'layer3.4',
  'layer3.5',
  'layer4.0',
  'layer4.1',
  'layer4.2',
  'fc',
] as const;

export type Unit = (typeof UNITS)[number];

/** Index of `fc` in `UNITS`: the cut of a trial that trains only its head. */
export const FC = UNITS.length - 1;
