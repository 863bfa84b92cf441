"""Writes the names, types and shapes of networks as libraries give them, a file each, beside this.

pip install torch torchvision timm transformers lightly; nothing is downloaded or computed.
"""
import os

import lightly
import timm
import torch
import torchvision
import transformers
from lightly.models.modules import heads
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {torch.float32: "F32", torch.int64: "I64"}


def version(library):
    return f"{library.__name__} {library.__version__.split('+')[0]}"


def save(name, library, what, module):
    with open(os.path.join(HERE, f"{name}.txt"), "w") as file:
        file.write(f"# {version(library)}: {what}\n")
        for key, value in module.state_dict().items():
            file.write(f"{key} {TYPES[value.dtype]} {'x'.join(map(str, value.shape))}".rstrip() + "\n")


def resnet():
    return torchvision.models.resnet18()


def body():
    return nn.Sequential(*list(resnet().children())[:-1])


def of(**parts):
    module = nn.Module()
    for name, part in parts.items():
        setattr(module, name, part)
    return module


with torch.device("meta"):
    save("torchvision-resnet18", torchvision, "resnet18()", resnet())
    save("torchvision-data-parallel", torchvision, "DataParallel(resnet18())", nn.DataParallel(resnet()))
    save("torch-compile", torch, "compile(resnet18())", torch.compile(resnet()))
    averaged = torch.optim.swa_utils.AveragedModel(resnet())
    save("torch-averaged-model", torch, "optim.swa_utils.AveragedModel(resnet18())", averaged)
    plain = {"weights": None, "weights_backbone": None}
    rcnn = torchvision.models.detection.fasterrcnn_resnet50_fpn(**plain)
    save("torchvision-faster-rcnn", torchvision, "fasterrcnn_resnet50_fpn()", rcnn)
    deeplab = torchvision.models.segmentation.deeplabv3_resnet50(aux_loss=True, **plain)
    save("torchvision-deeplab", torchvision, "deeplabv3_resnet50()", deeplab)
    save("children", torchvision, "Sequential(*list(resnet18().children())[:-1])", body())

    for name in ["resnet18d", "seresnet18", "resnext50_32x4d", "resnet50_gn", "resnetv2_50"]:
        save(f"timm-{name.replace('_', '-')}", timm, name, timm.create_model(name))

    basic = transformers.ResNetConfig(layer_type="basic", hidden_sizes=[64, 128, 256, 512], depths=[2] * 4)
    classify = transformers.ResNetForImageClassification
    save("transformers-resnet18", transformers, "ResNetForImageClassification, basic", classify(basic))
    bottleneck = classify(transformers.ResNetConfig())
    save("transformers-resnet50", transformers, "ResNetForImageClassification", bottleneck)
    save("transformers-backbone", transformers, "ResNetModel, basic", transformers.ResNetModel(basic))
    config = transformers.TimmWrapperConfig(architecture="resnet18", num_labels=1000)
    wrapped = transformers.TimmWrapperForImageClassification(config)
    save("transformers-timm", transformers, "TimmWrapper of resnet18", wrapped)

    simclr = of(backbone=body(), projection_head=heads.SimCLRProjectionHead(512, 512, 128))
    save("lightly-simclr", lightly, "SimCLR of its guide", simclr)
    moco = of(
        backbone=body(),
        projection_head=heads.MoCoProjectionHead(512, 512, 128),
        backbone_momentum=body(),
        projection_head_momentum=heads.MoCoProjectionHead(512, 512, 128),
    )
    save("lightly-moco", lightly, "MoCo of its guide", moco)
    dino = of(
        student_backbone=body(),
        student_head=heads.DINOProjectionHead(512, 512, 64, 2048, freeze_last_layer=1),
        teacher_backbone=body(),
        teacher_head=heads.DINOProjectionHead(512, 512, 64, 2048),
    )
    save("lightly-dino", lightly, "DINO of its guide", dino)
    swav = of(
        backbone=body(),
        projection_head=heads.SwaVProjectionHead(512, 512, 128),
        prototypes=heads.SwaVPrototypes(128, 512, 1),
    )
    save("lightly-swav", lightly, "SwAV of its guide", swav)
    small = lightly.models.ResNetGenerator("resnet-18")
    save("lightly-resnet-generator", lightly, "ResNetGenerator('resnet-18')", small)
