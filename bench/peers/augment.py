"""Augmentation of a whole batch at once, each image by its own draws. Images are [n, 3, h, w], 0..1."""

import torch
import torch.nn.functional as F

GRAY = torch.tensor([0.2989, 0.587, 0.114]).view(3, 1, 1)


def augment(images, name):
    if name == "none":
        return images
    images = flip(crop(images))
    return jitter(images) if name == "crop-flip-jitter" else images


def crop(images):
    """Pads with black by an eighth of the side and cuts the old size out of it anywhere."""
    n, channels, height, width = images.shape
    padding = height // 8
    padded = F.pad(images, (padding,) * 4)
    down, right = torch.randint(2 * padding + 1, (2, n, 1))
    rows = (down + torch.arange(height))[:, None, :, None]
    columns = (right + torch.arange(width))[:, None, None, :]
    return padded[torch.arange(n).view(n, 1, 1, 1), torch.arange(channels).view(-1, 1, 1), rows, columns]


def flip(images):
    return torch.where(torch.rand(len(images), 1, 1, 1) < 0.5, images.flip(3), images)


def jitter(images, amount=0.4, turn=0.1):
    """Brightness, contrast, saturation and hue; the order is drawn once a batch."""

    def factor():
        return torch.empty(len(images), 1, 1, 1).uniform_(1 - amount, 1 + amount)

    def gray():
        return (images * GRAY).sum(1, keepdim=True)

    for change in torch.randperm(4).tolist():
        if change == 0:
            images = (images * factor()).clamp(0, 1)
        elif change == 1:
            images = torch.lerp(gray().mean((2, 3), keepdim=True), images, factor()).clamp(0, 1)
        elif change == 2:
            images = torch.lerp(gray(), images, factor()).clamp(0, 1)
        else:
            images = shift_hue(images, torch.empty(len(images), 1, 1).uniform_(-turn, turn))
    return images


def shift_hue(images, turns):
    """HSV's hue moved by `turns` [n, 1, 1], value and saturation kept."""
    value, strongest = images.max(1)
    chroma = value - images.amin(1)
    red, green, blue = images.unbind(1)
    numerator = torch.stack((green - blue, blue - red, red - green), 1)
    ratio = numerator.gather(1, strongest[:, None])[:, 0] / chroma.clamp(min=1e-8)
    hue = (ratio + 2 * strongest) / 6 + turns
    # Each channel by its distance from the hue: HSV to RGB without cases.
    offset = torch.tensor([5.0, 3.0, 1.0]).view(3, 1, 1)
    k = (offset + 6 * hue[:, None]) % 6
    return value[:, None] - chroma[:, None] * torch.minimum(k, 4 - k).clamp(0, 1)
