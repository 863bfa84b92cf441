"""A sweep to run, as peer.js hands it over, and what is said of it: one JSON object a line."""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

import torch

import inputs
from finetune import finetune


def read():
    """
    {inputs, storage: folders; space: Thaw's distributions by name; method: grid or random;
    trials: number or null; epochs, threads, seed, lanes}
    """
    return json.loads(Path(sys.argv[1]).read_text())


def say(event, **values):
    print(json.dumps({"event": event, **values}), flush=True)


def train_trial(job, params):
    """Trains one trial; gives its numbers, times in seconds included."""
    torch.set_num_threads(job["threads"])
    started = time.perf_counter()
    loaded = inputs.load(job["inputs"])
    # A trial in a fresh process reads images and weights: part of the sweep's time, not of its own.
    ready = time.perf_counter()
    torch.manual_seed(job["seed"])
    epochs = list(finetune(loaded, params, job["epochs"]))
    return {
        "val_accuracy": max(epoch.val_accuracy for epoch in epochs),
        "seconds": time.perf_counter() - ready,
        "load_seconds": ready - started,
        "train_seconds": sum(epoch.train_seconds for epoch in epochs),
        "val_seconds": sum(epoch.val_seconds for epoch in epochs),
        "epochs": [asdict(epoch) for epoch in epochs],
    }
