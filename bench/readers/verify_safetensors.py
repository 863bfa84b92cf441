"""Whether torchvision's own networks load what `thaw export` wrote, and compute what Thaw does.

The JSON is that of verify_onnx.py.
"""

import json
import sys
from pathlib import Path

import numpy
import torch

sys.path.append(str(Path(__file__).parent.parent / "peers"))
import network

TOLERANCE = 1e-4


def main():
    for case in json.load(open(sys.argv[1]))["cases"]:
        state, metadata = network.read(case["output"])
        assert json.loads(metadata["class_names"]) == case["class_names"]
        net = network.build(state, metadata)
        side = int(metadata["image_size"])
        images = numpy.fromfile(case["images"], dtype="<f4").reshape(-1, 3, side, side)
        mean, std = (torch.tensor(json.loads(metadata[key])).view(3, 1, 1) for key in ("mean", "std"))
        with torch.inference_mode():
            logits = net((torch.from_numpy(images) - mean) / std)
        name = "logits" if "logits" in case else "probabilities"
        want = numpy.array(case[name])
        got = (logits if name == "logits" else logits.softmax(1)).numpy()
        worst = float(numpy.abs(got - want).max() / max(1, numpy.abs(want).max()))
        assert worst <= TOLERANCE, f"{case['output']}: {worst}"
        print(f"{case['output']}: largest difference {worst:.2g}")


main()
