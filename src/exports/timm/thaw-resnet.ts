/**
 * A module of Python that teaches timm the ResNets that it cannot build by itself. The same text for
 * every network, so that two exports do not get in each other's way; what differs is `model_args`.
 */
export const THAW_RESNET_PY = `"""ResNets as Thaw trains them, for timm: import this before timm.create_model("local-dir:...").

timm's own have the stride of a downsampling bottleneck in its 3x3 convolution. Keras' ImageNet weights
have it in the first 1x1 (He et al. 2015), which no argument of timm's says. Nor has timm a stem without
stride and pooling, or a classifier of two layers.
"""

from timm.models import build_model_with_cfg, register_model
from timm.models.resnet import BasicBlock, Bottleneck, ResNet
from torch import nn

__all__ = ["ThawResNet"]


class BottleneckV1(Bottleneck):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conv1.stride, self.conv2.stride = self.conv2.stride, self.conv1.stride


BLOCKS = {"basic": BasicBlock, "bottleneck": Bottleneck, "bottleneck_v1": BottleneckV1}


class ThawResNet(ResNet):
    def __init__(self, block, layers, small_stem=False, head_width=0, **kwargs):
        super().__init__(BLOCKS[block], layers, **kwargs)
        if small_stem:
            self.conv1.stride, self.maxpool = (1, 1), nn.Identity()
            for at, feature in enumerate(self.feature_info):
                feature["reduction"] //= 4 if at else 2
        if head_width and self.num_classes:
            self.fc = nn.Sequential(
                nn.Linear(self.num_features, head_width),
                nn.ReLU(),
                nn.Linear(head_width, self.num_classes),
            )


@register_model
def thaw_resnet(pretrained=False, **kwargs):
    return build_model_with_cfg(ThawResNet, "thaw_resnet", pretrained, **kwargs)
`;
