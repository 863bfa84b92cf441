"""Lets the script of `thaw export --to wandb` write with wandb itself, offline, and reads what it wrote
by wandb's own messages. Its argument is that of `truth.given`."""

import glob
import json
import os
import subprocess
import sys
import tempfile

import wandb
from truth import METRICS, check, given
from wandb.proto import wandb_internal_pb2

folder, truth, _ = given()
room = tempfile.mkdtemp()
env = {**os.environ, "WANDB_MODE": "offline", "WANDB_SILENT": "true", "WANDB_DIR": room}
subprocess.run(
    [sys.executable, f"{folder}/upload.py", "--project", "check"], env=env, cwd=room, check=True
)


def records(file):
    """Of a log as LevelDB writes them, in blocks of 32 KiB, behind a header of 7 bytes."""
    data, at, parts = open(file, "rb").read(), 7, b""
    while at + 7 <= len(data):
        left = 32768 - at % 32768
        if left < 7:
            at += left
            continue
        length, kind = int.from_bytes(data[at + 4 : at + 6], "little"), data[at + 6]
        parts += data[at + 7 : at + 7 + length]
        at += 7 + length
        if kind in (1, 4):  # whole, or the last part
            record = wandb_internal_pb2.Record()
            record.ParseFromString(parts)
            yield record
            parts = b""


found = {}
for file in glob.glob(f"{room}/wandb/offline-run-*/*.wandb"):
    run = {"history": [], "summary": {}, "config": {}, "exit": None}
    for record in records(file):
        kind = record.WhichOneof("record_type")
        if kind == "run":
            run["name"], run["group"] = record.run.display_name, record.run.run_group
            for each in record.run.config.update:
                run["config"][each.key] = json.loads(each.value_json)
        elif kind == "history":
            items = record.history.item
            run["history"].append(
                {each.key or ".".join(each.nested_key): json.loads(each.value_json) for each in items}
            )
        elif kind == "summary":
            for each in record.summary.update:
                key = each.key or ".".join(each.nested_key)
                run["summary"][key] = json.loads(each.value_json)
        elif kind == "exit":
            run["exit"] = record.exit.exit_code
    found[run["name"]] = run

check("runs", len(found), len(truth.trials))
for trial in truth.trials:
    run = found[f"trial-{trial.id}"]
    check("group", run["group"], truth.name)
    check("exit", run["exit"], 1 if trial.state in ("failed", "diverged") else 0)
    check("state", run["config"]["thaw"]["sweep"]["name"], truth.name)
    for name, value in trial.params.items():
        check(name, run["config"][name], value)
    check("epochs", len(run["history"]), len(trial.reports))
    for step, report in zip(run["history"], trial.reports):
        for name in ["epoch", "learning_rate", *METRICS]:
            value = float(step[name]) if isinstance(step[name], str) else step[name]
            check(f"{name} of {trial.id}", value, report[name], within=0)
    if trial.value is not None:
        value = run["summary"][f"best_{truth.metric}"]
        check("best", float(value), trial.value, within=0)
print(f"wandb {wandb.__version__}: {len(found)} runs")
