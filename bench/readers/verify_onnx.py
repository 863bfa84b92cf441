"""Whether ONNX's checker and ONNX Runtime read what `thaw export --to onnx` wrote, as Thaw computes it.

The JSON has `cases` of {output, class_names, images, logits or probabilities}: `images` is a file of
float32 [n, 3, side, side], RGB in 0..1. Each is run one by one, seven at once, and all at once. What
differs is measured in parts of the largest logit, where that is above 1.
"""

import json
import sys

import numpy
import onnx
import onnxruntime

TOLERANCE = 1e-4


def main():
    for case in json.load(open(sys.argv[1]))["cases"]:
        check_file(case)
        print(f"{case['output']}: largest difference {difference(case):.2g}")


def check_file(case):
    onnx.checker.check_model(case["output"], full_check=True)
    model = onnx.load(case["output"])
    assert model.ir_version == 8, model.ir_version
    assert [(each.domain, each.version) for each in model.opset_import] == [("", 17)]
    said = {entry.key: entry.value for entry in model.metadata_props}
    assert json.loads(said["class_names"]) == case["class_names"], said["class_names"]


def difference(case):
    session = onnxruntime.InferenceSession(case["output"], providers=["CPUExecutionProvider"])
    _, _, side, _ = session.get_inputs()[0].shape
    images = numpy.fromfile(case["images"], dtype="<f4").reshape(-1, 3, side, side)
    name = "logits" if "logits" in case else "probabilities"
    want = numpy.array(case[name])
    worst = 0.0
    for size in sorted({1, 7, len(images)}):
        batches = [images[at : at + size] for at in range(0, len(images), size)]
        got = numpy.concatenate([session.run([name], {"images": each})[0] for each in batches])
        worst = max(worst, float(numpy.abs(got - want).max() / max(1, numpy.abs(want).max())))
        assert worst <= TOLERANCE, f"{case['output']}: {worst} in batches of {size}"
    return worst


main()
