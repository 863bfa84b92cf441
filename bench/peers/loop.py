"""A grid of trials in a plain loop, on a GPU where there is one: images and augmentation there too.

usage: loop.py JOB [tf32|bf16|float32]     (JOB: as job.py reads it)
"""

import contextlib
import itertools
import sys
import time

import torch

CUDA = torch.cuda.is_available()
# Before the other files are read: their constants go where everything goes.
torch.set_default_device("cuda" if CUDA else "cpu")

import job  # noqa: E402


def main():
    precision = sys.argv[2] if len(sys.argv) > 2 else "tf32"
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
    # Without its cache, which would keep rounded weights for as long as the trial trains.
    half = torch.autocast("cuda" if CUDA else "cpu", dtype=torch.bfloat16, cache_enabled=False)
    asked = job.read()
    job.inputs.load(asked["inputs"])
    started, rows = time.perf_counter(), []
    for params in grid(asked["space"]):
        with half if precision == "bf16" else contextlib.nullcontext():
            result = job.train_trial(asked, params)
        job.say("trial", params=params, **result)
        rows.append({"value": result["val_accuracy"], "params": params})
    job.say(
        "leaderboard",
        version=f"PyTorch {torch.__version__}, {precision}",
        seconds=time.perf_counter() - started,
        rows=sorted(rows, key=lambda row: -row["value"]),
    )


def grid(space):
    axes = [
        [(name, value) for value in (kind["values"] if "values" in kind else [kind["value"]])]
        for name, kind in space.items()
    ]
    return [dict(point) for point in itertools.product(*axes)]


if __name__ == "__main__":
    main()
