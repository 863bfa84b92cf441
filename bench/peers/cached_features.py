"""
Heads-only sweeps as a PyTorch user writes them who caches the frozen features by hand: one pass
over the validation images, one over the training images for each augmentation set (of a random one,
one pass for each epoch, the same for all trials), then every head on what is kept. Random search is
a loop.
"""

import copy
import json
import math
import random
import time

import torch
from torch import nn

import inputs
import job
from augment import augment
from finetune import create_optimizer, create_schedule, split, step


def main():
    asked = job.read()
    torch.set_num_threads(asked["threads"])
    rng = random.Random(asked["seed"])
    torch.manual_seed(asked["seed"])
    loaded = inputs.load(asked["inputs"])
    trunk, _ = split(copy.deepcopy(loaded.network), 0, {})
    val = features(trunk, loaded.prepare(loaded.val))
    kept = {}

    rows = []
    for _ in range(asked["trials"]):
        params = {name: draw(rng, kind) for name, kind in asked["space"].items()}
        started = time.perf_counter()
        name = params["augmentation"]
        if name not in kept:
            passes = 1 if name == "none" else asked["epochs"]
            kept[name] = [
                features(trunk, loaded.prepare(augment(loaded.train, name))) for _ in range(passes)
            ]
        accuracy = train(asked, loaded, params, kept[name], val)
        seconds = time.perf_counter() - started
        job.say("trial", params=params, val_accuracy=accuracy, seconds=seconds)
        rows.append({"value": accuracy, "params": params})
    rows.sort(key=lambda row: -row["value"])
    job.say("leaderboard", version=f"PyTorch {torch.__version__}", rows=rows)


def features(trunk, images):
    with torch.no_grad():
        return torch.cat([trunk(block) for block in images.split(100)])


def train(asked, loaded, params, train_features, val):
    fc = copy.deepcopy(loaded.network.fc)
    head = nn.Sequential(nn.Dropout(params.get("dropout", 0)), fc)
    optimizer = create_optimizer(fc, params)
    schedule = create_schedule(optimizer, params["scheduler"], asked["epochs"])
    best = 0.0
    for epoch in range(asked["epochs"]):
        kept = train_features[epoch % len(train_features)]
        head.train()
        for rows in torch.randperm(len(kept)).split(params["batch_size"]):
            optimizer.zero_grad(set_to_none=True)
            loss = nn.functional.cross_entropy(head(kept[rows]), loaded.train_labels[rows])
            loss.backward()
            optimizer.step()
        head.eval()
        with torch.no_grad():
            logits = head(val)
        step(schedule, nn.functional.cross_entropy(logits, loaded.val_labels).item())
        best = max(best, (logits.argmax(1) == loaded.val_labels).float().mean().item())
    return best


def draw(rng, kind):
    match kind:
        case {"kind": "constant", "value": value}:
            return value
        case {"kind": "categorical", "values": values}:
            return rng.choice(values)
        case {"kind": "uniform", "scale": "linear", "low": low, "high": high}:
            return rng.uniform(low, high)
        case {"kind": "uniform", "scale": "log", "low": low, "high": high}:
            return math.exp(rng.uniform(math.log(low), math.log(high)))
        case _:
            raise ValueError(f"no such distribution here: {json.dumps(kind)}")


if __name__ == "__main__":
    main()
