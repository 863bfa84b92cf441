"""Runs an exported network in PyTorch and compares with what Thaw said of the same images.

    thaw export TRIAL net.safetensors
    thaw predict TRIAL a.png b.png --top 1000 --format json > predictions.json
    bench/.venv/bin/python bench/verify-export.py net.safetensors predictions.json

The JSON is a list of predictions, or an object that has one under `predictions`; each names its
`image` and gives `logits` in the order of the classes, or all `classes` as {name, probability}.
Images must have the network's native size (32 x 32 for CIFAR-10, else `decode_size`), so that only
the network is compared, not two image decoders.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F
from PIL import Image

sys.path.append(str(Path(__file__).parent / "peers"))
import network


def main():
    arguments = parse_arguments()
    state, metadata = network.read(arguments.network)
    net = network.build(state, metadata)
    predictions = json.load(open(arguments.predictions))
    if isinstance(predictions, dict):
        predictions = predictions["predictions"]

    worst = 0.0
    for prediction in predictions:
        with torch.inference_mode():
            logits = net(read_image(prediction["image"], metadata))[0]
        got, want = comparable(prediction, logits.double(), json.loads(metadata["class_names"]))
        difference = (got - want).abs().max().item()
        worst = max(worst, difference)
        print(f"{prediction['image']}: largest difference {difference:.3g} of {want.abs().max():.3g}")
    print(f"{len(predictions)} images, largest difference {worst:.3g}, allowed {arguments.tolerance}")
    sys.exit(0 if predictions and worst <= arguments.tolerance else 1)


def read_image(path, metadata):
    image = Image.open(path).convert("RGB")
    data = json.loads(metadata["recipe"])["data"]
    side = 32 if data["source"] == "cifar10" else data["decodeSize"]
    if image.size != (side, side):
        sys.exit(f"{path} is {image.size}; give images of {side} x {side}, the native size")
    x = torch.from_numpy(numpy.array(image)).permute(2, 0, 1)[None].float() / 255
    size = int(metadata["image_size"])
    x = F.interpolate(x, (size, size), mode="bilinear", align_corners=False, antialias=True)
    mean, std = (torch.tensor(json.loads(metadata[key])).view(3, 1, 1) for key in ("mean", "std"))
    return (x - mean) / std


def comparable(prediction, logits, class_names):
    """Logits where they are given, else probabilities, ours and theirs in one order."""
    if "logits" in prediction:
        return logits, torch.tensor(prediction["logits"], dtype=torch.float64)
    given = {entry["name"]: entry["probability"] for entry in prediction["classes"]}
    want = torch.tensor([given[name] for name in class_names], dtype=torch.float64)
    return torch.softmax(logits, 0), want


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("network", help="a file of `thaw export`")
    parser.add_argument("predictions", help="JSON of `thaw predict`")
    parser.add_argument("--tolerance", type=float, default=1e-3)
    return parser.parse_args()


main()
