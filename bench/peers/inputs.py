"""What every PyTorch contender starts from: images and weights as inputs.js wrote them."""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F

import network


@dataclass(frozen=True)
class Inputs:
    """Images are float32 [n, 3, 32, 32] in 0..1, labels int64 [n]; all in memory."""

    network: torch.nn.Module
    train: torch.Tensor
    train_labels: torch.Tensor
    val: torch.Tensor
    val_labels: torch.Tensor
    image_size: int
    mean: torch.Tensor
    std: torch.Tensor
    # Thaw's order of the training images in each epoch, int64 [epochs, n].
    orders: torch.Tensor

    def prepare(self, images):
        """Resized, normalized, channels last: what the network takes."""
        size = (self.image_size, self.image_size)
        images = F.interpolate(images, size, mode="bilinear", align_corners=False)
        images = (images - self.mean) / self.std
        return images.contiguous(memory_format=torch.channels_last)


@functools.cache
def load(folder):
    """Once per process, however many trials it runs; onto PyTorch's default device."""
    folder, device = Path(folder), torch.get_default_device()
    state, metadata = network.read(folder / "network.safetensors")
    side = json.loads((folder / "shape.json").read_text())["side"]

    def images(name):
        values = torch.from_numpy(numpy.fromfile(folder / name, dtype=numpy.uint8)).to(device)
        return values.view(-1, side, side, 3).permute(0, 3, 1, 2).float().div(255).contiguous()

    def numbers(name, dtype):
        values = numpy.fromfile(folder / name, dtype=dtype).astype(numpy.int64)
        return torch.from_numpy(values).to(device)

    train = images("train.images")
    mean, std = (torch.tensor(json.loads(metadata[key])).view(3, 1, 1) for key in ("mean", "std"))
    return Inputs(
        network=network.build(state, metadata).to(memory_format=torch.channels_last),
        train=train,
        train_labels=numbers("train.labels", numpy.uint16),
        val=images("val.images"),
        val_labels=numbers("val.labels", numpy.uint16),
        image_size=int(metadata["image_size"]),
        mean=mean,
        std=std,
        orders=numbers("orders", numpy.uint32).view(-1, len(train)),
    )
