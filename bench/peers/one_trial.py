"""One trial in PyTorch on Thaw's order of the images, for verify-peers.js: its epochs as JSON."""

import json
import sys
from dataclasses import asdict

import torch

import inputs
from finetune import finetune

asked = json.loads(sys.argv[1])
torch.set_num_threads(asked["threads"])
loaded = inputs.load(asked["inputs"])
epochs = finetune(loaded, asked["params"], asked["epochs"], orders=loaded.orders)
print(json.dumps([asdict(epoch) for epoch in epochs]))
