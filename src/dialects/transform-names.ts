/** Transforms as torchvision, timm and albumentations call them, and what they are here. */
export const TRANSFORM_NAMES: readonly (readonly [spellings: readonly string[], ours: string])[] = [
  [['RandomHorizontalFlip', 'HorizontalFlip', 'hflip', 'flip', 'random_flip'], 'horizontal_flip'],
  [['RandomCrop', 'crop', 'pad_and_crop'], 'random_crop'],
  [['RandomResizedCrop', 'rrc'], 'random_resized_crop'],
  [['ColorJitter', 'jitter', 'color_jitters'], 'color_jitter'],
  [['RandomErasing', 'erasing', 'random_erase'], 'random_erasing'],
  [['RandAugment', 'rand_aug'], 'randaugment'],
  [['TrivialAugmentWide', 'trivial_augment_wide', 'trivial_augment'], 'trivialaugment'],
  [['MixUp', 'mix_up'], 'mixup'],
  [['CutMix', 'cut_mix'], 'cutmix'],
  [['CutOut', 'cut_out', 'CoarseDropout'], 'cutout'],
];

/** Transforms that have no place in a list here, and what to do instead. */
export const TRANSFORM_MEANINGS: readonly (readonly [
  spellings: readonly string[],
  instead: string,
])[] = [
  [
    [
      'RandomRotation',
      'rotation',
      'rotate',
      'RandomAffine',
      'affine',
      'RandomPerspective',
      'shear',
    ],
    'no such transform here; randaugment and trivialaugment rotate, shear and shift, among others',
  ],
  [
    ['Resize', 'CenterCrop', 'resize', 'center_crop'],
    'images are brought to image_size by themselves: leave it out',
  ],
  [
    ['ToTensor', 'ToImage', 'ToDtype', 'PILToTensor', 'ConvertImageDtype', 'Compose'],
    'images come as what training needs: leave it out',
  ],
  [['Normalize'], 'the parameter normalization says what images are normalized with: leave it out'],
  [
    [
      'RandomGrayscale',
      'Grayscale',
      'GaussianBlur',
      'RandomAutocontrast',
      'RandomEqualize',
      'AutoAugment',
    ],
    'no such transform here; nearest: color_jitter, randaugment or trivialaugment',
  ],
  [
    ['RandomVerticalFlip', 'VerticalFlip', 'vflip'],
    'no such transform here; nearest: horizontal_flip, which mirrors left and right',
  ],
];
