"""Milliseconds of a training step in PyTorch, as JSON lines, beside bench/gpu/throughput.js.

usage: torch_throughput.py [--ways eager-tf32,eager-bf16,...] [--jobs full:64:32,...] [--seconds 0.3]

A way is eager, reduce-overhead or max-autotune-no-cudagraphs (modes of torch.compile), and float32,
tf32 or bf16 (autocast). As a careful user writes it: cuDNN picks its algorithms by timing, images
are channels last, the loss is read at each step.
"""

import argparse
import contextlib
import json
import os
import statistics
import time

import torch
import torchvision

CLASSES, ROUNDS, WARM_STEPS = 10, 5, 5
CUDA = torch.cuda.is_available()
DEVICE = "cuda" if CUDA else "cpu"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ways", default="eager-tf32,eager-bf16")
    parser.add_argument("--jobs", default="full:64:32,last:64:32")
    parser.add_argument("--seconds", type=float, default=0.3)
    asked = parser.parse_args()
    torch.backends.cudnn.benchmark = True
    for way in asked.ways.split(","):
        mode, precision = way.rsplit("-", 1)
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        torch.backends.cudnn.allow_tf32 = precision == "tf32"
        for name in asked.jobs.split(","):
            run(name, mode, precision, asked.seconds)


def run(name, mode, precision, seconds):
    task, size, batch = name.split(":")
    start = time.time()
    step = create_step(task, int(size), int(batch), mode, precision == "bf16")
    # The first step compiles, or has cuDNN try its algorithms, which others would notice.
    started = time.perf_counter()
    with held() if mode == "eager" else contextlib.nullcontext():
        first = step()
    first_seconds = time.perf_counter() - started
    with held():
        ms = measure(step, seconds)
    said = {
        "part": "throughput",
        "contender": f"PyTorch, {mode}, {precision}",
        "job": name,
        "ms": round(ms, 3),
        "imagesPerSecond": round(1000 * int(batch) / ms, 1),
        "compileSeconds": round(first_seconds, 1),
        "losses": [first],
        "device": torch.cuda.get_device_name() if CUDA else "CPU",
        "version": f"PyTorch {torch.__version__}",
        "from": round(1000 * start),
        "to": round(1000 * time.time()),
    }
    print(json.dumps(said), flush=True)
    torch.compiler.reset()


def create_step(task, size, batch, mode, half):
    torch.manual_seed(0)
    net = torchvision.models.resnet50(weights=None)
    net.fc = torch.nn.Linear(2048, CLASSES)
    net = net.to(DEVICE, memory_format=torch.channels_last)
    x = torch.randn(batch, 3, size, size).to(DEVICE, memory_format=torch.channels_last)
    y = torch.arange(batch, device=DEVICE) % CLASSES
    stem = [net.conv1, net.bn1, net.relu, net.maxpool]
    stages = [*stem, net.layer1, net.layer2, net.layer3]
    rest = [net.layer4, net.avgpool, torch.nn.Flatten(), net.fc]
    frozen = stages if task == "last" else []
    trunk = torch.nn.Sequential(*frozen).requires_grad_(False).eval()
    head = torch.nn.Sequential(*(rest if task == "last" else stages + rest)).train()
    optimizer = torch.optim.SGD(head.parameters(), lr=1e-3, momentum=0.9, fused=CUDA)
    criterion = torch.nn.CrossEntropyLoss()
    if mode != "eager":
        trunk, head = (torch.compile(module, mode=mode) for module in (trunk, head))

    def step():
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=half):
            features = x
            if task == "last":
                with torch.no_grad():
                    features = trunk(x)
            loss = criterion(head(features), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def measure(step, seconds):
    """The median of rounds of so many steps as take some time."""

    def take(count):
        started = time.perf_counter()
        for _ in range(count):
            step()
        return 1000 * (time.perf_counter() - started) / count

    take(WARM_STEPS)  # CUDA graphs are recorded at the first of these
    steps = max(1, round(1000 * seconds / take(WARM_STEPS)))
    return statistics.median(take(steps) for _ in range(ROUNDS))


@contextlib.contextmanager
def held():
    """Waits until no other process measures; see bench/gpu/throughput.js."""
    lock = os.environ.get("BENCH_LOCK")
    while lock:
        try:
            os.mkdir(lock)
            break
        except FileExistsError:
            time.sleep(0.01)
    try:
        yield
    finally:
        if lock:
            os.rmdir(lock)


if __name__ == "__main__":
    main()
