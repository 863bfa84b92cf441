"""Whether timm loads what `thaw export --to timm` wrote, and computes what Thaw does.

The JSON is that of verify_onnx.py; `output` is a folder. The lines of Python that its README shows are
run as they stand, in a copy of the folder with a photo beside it.
"""

import json
import os
import re
import shutil
import sys
import tempfile

import numpy
import timm
import torch
from PIL import Image

TOLERANCE = 1e-4


def main():
    for case in json.load(open(sys.argv[1]))["cases"]:
        with tempfile.TemporaryDirectory() as copy:
            folder = os.path.join(copy, "a folder ü")
            shutil.copytree(case["output"], folder)
            os.chdir(folder)
            sys.path.insert(0, folder)
            try:
                worst = difference(case)
                run_readme()
            finally:
                sys.path.remove(folder)
                os.chdir("/")
        print(f"{case['output']}: largest difference {worst:.2g}")


def difference(case):
    config = json.load(open("config.json"))
    if config["architecture"] == "thaw_resnet":
        import thaw_resnet  # noqa: F401
    else:
        assert not os.path.exists("thaw_resnet.py")
    model = timm.create_model("local-dir:.", pretrained=True).eval()
    cfg = model.pretrained_cfg
    assert list(cfg["label_names"]) == case["class_names"], cfg["label_names"]
    assert model.num_features == config["num_features"]
    side = cfg["input_size"][1]
    images = numpy.fromfile(case["images"], dtype="<f4").reshape(-1, 3, side, side)
    x = normalized(torch.from_numpy(images), cfg)
    by_file = timm.create_model(
        config["architecture"],
        pretrained=True,
        num_classes=config["num_classes"],
        pretrained_cfg=config["pretrained_cfg"],
        pretrained_cfg_overlay={"file": "model.safetensors"},
        **config["model_args"],
    ).eval()
    with torch.inference_mode():
        logits = model(x)
        assert torch.equal(by_file(x), logits)
    got = logits if "logits" in case else logits.softmax(1)
    want = numpy.array(case["logits" if "logits" in case else "probabilities"])
    worst = float(numpy.abs(got.numpy() - want).max() / max(1, numpy.abs(want).max()))
    assert worst <= TOLERANCE, f"{case['output']}: {worst}"
    # As a start for training: another classifier, the same features.
    other = timm.create_model("local-dir:.", pretrained=True, num_classes=5).eval()
    with torch.inference_mode():
        assert other(x).shape == (len(x), 5)
        assert torch.equal(other.forward_features(x), model.forward_features(x))
    return worst


def normalized(x, cfg):
    mean, std = (torch.tensor(cfg[key]).view(3, 1, 1) for key in ("mean", "std"))
    return (x - mean) / std


def run_readme():
    Image.fromarray(numpy.random.default_rng(0).integers(0, 255, (90, 120, 3), "uint8")).save("photo.jpg")
    blocks = re.findall(r"^```python\n(.*?)^```$", open("README.md").read(), re.M | re.S)
    assert len(blocks) == 2, len(blocks)
    by_timm, by_torchvision = {}, {}
    exec(blocks[0], by_timm)
    exec(blocks[1], by_torchvision)
    cfg = by_timm["model"].pretrained_cfg
    x = normalized(torch.rand(2, *cfg["input_size"]), cfg)
    with torch.inference_mode():
        difference = (by_timm["model"](x) - by_torchvision["net"](x)).abs().max()
        assert difference <= TOLERANCE * max(1, by_timm["model"](x).abs().max()), difference


main()
