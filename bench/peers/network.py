"""A ResNet as Thaw exports it, in torchvision's own code."""

import json

import torch
import torch.nn.functional as F
import torchvision
from safetensors import safe_open


def read(path):
    """The tensors and the metadata of a file of `thaw export`."""
    with safe_open(path, framework="pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def build(state, metadata):
    """torchvision's network, changed where the metadata says so; loads in strict mode."""
    net = getattr(torchvision.models, metadata["architecture"])(weights=None)
    if metadata["layout"] == "v1" and hasattr(net.layer1[0], "conv3"):
        for layer in (net.layer2, net.layer3, net.layer4):
            layer[0].conv1.stride, layer[0].conv2.stride = (2, 2), (1, 1)
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eps = float(metadata["epsilon"])
    if metadata["stem"] == "small":
        net.conv1.stride, net.maxpool = (1, 1), torch.nn.Identity()
    net.avgpool = {
        "avg": torch.nn.AdaptiveAvgPool2d(1),
        "max": torch.nn.AdaptiveMaxPool2d(1),
        "avgmax": AverageAndMax(),
    }[metadata["pooling"]]
    features = net.fc.in_features
    classes, head = len(json.loads(metadata["class_names"])), json.loads(metadata["head"])
    if head["type"] == "mlp":
        width = head["width"]
        net.fc = torch.nn.Sequential(
            torch.nn.Linear(features, width), torch.nn.ReLU(), torch.nn.Linear(width, classes)
        )
    else:
        net.fc = torch.nn.Linear(features, classes)
    net.load_state_dict(state, strict=True)
    return net.eval()


class AverageAndMax(torch.nn.Module):
    def forward(self, x):
        return (F.adaptive_avg_pool2d(x, 1) + F.adaptive_max_pool2d(x, 1)) / 2
