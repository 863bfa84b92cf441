"""One trial of fine-tuning as a careful PyTorch user writes it."""

import copy
import time
from dataclasses import dataclass

import torch
from torch import nn
from torch.optim import lr_scheduler

from augment import augment

VAL_BATCH = 100


@dataclass(frozen=True)
class Epoch:
    train_loss: float
    val_loss: float
    val_accuracy: float
    train_seconds: float
    val_seconds: float


def finetune(inputs, params, epochs, orders=None):
    """Yields each epoch's numbers. `params` are those of one trial of a sweep file."""
    trunk, head = split(copy.deepcopy(inputs.network), params.get("unfrozen_layers", 0), params)
    optimizer = create_optimizer(head, params)
    schedule = create_schedule(optimizer, params["scheduler"], epochs)
    criterion = nn.CrossEntropyLoss()
    augmentation = params["augmentation"]
    # Without augmentation images are resized and normalized once, before the first epoch.
    ready = inputs.prepare(inputs.train) if augmentation == "none" else None
    val = inputs.prepare(inputs.val)

    def batch(rows):
        if ready is not None:
            return ready[rows]
        return inputs.prepare(augment(inputs.train[rows], augmentation))

    for epoch in range(epochs):
        started = time.perf_counter()
        order = torch.randperm(len(inputs.train)) if orders is None else orders[epoch]
        head.train()
        loss_sum = 0.0
        for rows in order.split(params["batch_size"]):
            optimizer.zero_grad(set_to_none=True)
            loss = criterion(head(frozen(trunk, batch(rows))), inputs.train_labels[rows])
            loss.backward()
            optimizer.step()
            loss_sum += loss.item() * len(rows)
        trained = time.perf_counter()
        val_loss, val_accuracy = evaluate(trunk, head, val, inputs.val_labels)
        step(schedule, val_loss)
        yield Epoch(
            train_loss=loss_sum / len(order),
            val_loss=val_loss,
            val_accuracy=val_accuracy,
            train_seconds=trained - started,
            val_seconds=time.perf_counter() - trained,
        )


def split(net, unfrozen, params):
    """The frozen part in inference mode, and the rest, which trains."""
    stem = nn.Sequential(net.conv1, net.bn1, net.relu, net.maxpool)
    stages = [stem, net.layer1, net.layer2, net.layer3, net.layer4]
    cut = len(stages) - unfrozen
    pool = [net.avgpool, nn.Flatten()]
    end = [nn.Dropout(params.get("dropout", 0)), net.fc]
    if unfrozen == 0:
        trunk, head = stages + pool, end
    else:
        trunk, head = stages[:cut], stages[cut:] + pool + end
    return nn.Sequential(*trunk).requires_grad_(False).eval(), nn.Sequential(*head)


def frozen(trunk, images):
    with torch.no_grad():
        return trunk(images)


def create_optimizer(head, params):
    return torch.optim.SGD(
        head.parameters(),
        lr=params["learning_rate"],
        momentum=0.9,
        weight_decay=params.get("weight_decay", 0),
        fused=True,
    )


def create_schedule(optimizer, choice, epochs):
    options = {} if isinstance(choice, str) else {k: v for k, v in choice.items() if k != "type"}
    match choice if isinstance(choice, str) else choice["type"]:
        case "constant":
            return lr_scheduler.ConstantLR(optimizer, factor=1)
        case "step":
            return lr_scheduler.StepLR(optimizer, **options)
        case "cosine":
            return lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
        case "plateau":
            return lr_scheduler.ReduceLROnPlateau(optimizer, **options)
        case other:
            raise ValueError(f"no schedule called {other} here")


def step(schedule, val_loss):
    if isinstance(schedule, lr_scheduler.ReduceLROnPlateau):
        schedule.step(val_loss)
    else:
        schedule.step()


def evaluate(trunk, head, images, labels):
    head.eval()
    with torch.no_grad():
        logits = torch.cat([head(trunk(block)) for block in images.split(VAL_BATCH)])
    loss = nn.functional.cross_entropy(logits, labels).item()
    return loss, (logits.argmax(1) == labels).float().mean().item()
