"""PyTorch as a careful user writes it, asked over standard input: see contenders.js."""

import json
import os
import sys
import time

import torch
import torchvision

BATCH, CLASSES = 32, 10
HALF = sys.argv[1:] == ["bf16"]
torch.set_num_threads(len(os.sched_getaffinity(0)))


def say(answer):
    print(json.dumps(answer), flush=True)


def create_job(task, size):
    torch.manual_seed(0)
    net = torchvision.models.resnet50(weights=None)
    net.fc = torch.nn.Linear(2048, CLASSES)
    net = net.to(memory_format=torch.channels_last)
    x = torch.randn(BATCH, 3, size, size).to(memory_format=torch.channels_last)
    y = torch.arange(BATCH) % CLASSES
    trunk = torch.nn.Sequential(
        net.conv1, net.bn1, net.relu, net.maxpool, net.layer1, net.layer2, net.layer3
    )
    tail = torch.nn.Sequential(net.layer4, net.avgpool, torch.nn.Flatten(), net.fc)

    if task == "forward":
        net.eval()

        def step():
            with torch.inference_mode(), precision():
                net(x).sum().item()

        return step

    if task == "last":
        trunk.requires_grad_(False).eval()
        tail.train()
        model, trained = (lambda images: tail(frozen(trunk, images))), tail
    else:
        net.train()
        model, trained = net, net
    optimizer = torch.optim.SGD(trained.parameters(), lr=1e-3, momentum=0.9)
    criterion = torch.nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        loss.item()

    return step


def frozen(trunk, images):
    with torch.no_grad(), precision():
        features = trunk(images)
    return features.float()


def precision():
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF)


def measure(step, seconds):
    step()
    start, steps = time.perf_counter(), 0
    while steps < 3 or time.perf_counter() - start < seconds:
        step()
        steps += 1
    return BATCH * steps / (time.perf_counter() - start)


say({"version": f"PyTorch {torch.__version__}, CPU, {torch.get_num_threads()} threads"})
for line in sys.stdin:
    job = json.loads(line)
    say({"imagesPerSecond": measure(create_job(job["task"], job["size"]), job["seconds"])})
