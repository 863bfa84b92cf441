"""Reads `thaw export --to tensorboard` with TensorBoard's own accumulator, and its server's HParams
page by HTTP, both loaders. Its argument is that of
`truth.given`."""

import json
import math
import os
import socket
import subprocess
import sys
import time
import urllib.request

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.version import VERSION
from truth import METRICS, check, given

SINGLE = 1e-6  # scalars are single precision
folder, truth, server = given()


def scalars():
    for trial in truth.trials:
        events = EventAccumulator(f"{folder}/trial-{trial.id}", size_guidance={"scalars": 0})
        events.Reload()
        tags = events.Tags()["scalars"]
        for name in ["learning_rate", *METRICS] if trial.reports else []:
            found = events.Scalars(name)
            check("steps", [each.step for each in found], [r["epoch"] for r in trial.reports])
            for each, report in zip(found, trial.reports):
                check(f"{name} of {trial.id}", each.value, report[name], within=SINGLE)
        best = f"best_{truth.metric}"
        check("best", best in tags, trial.value is not None)
        if trial.value is not None:
            check(best, events.Scalars(best)[0].value, trial.value, within=SINGLE)


def ask(port, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/data/{path}", data, headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def hparams(loader):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "tensorboard.main", "--logdir", folder, "--port", str(port)]
        + ["--host", "127.0.0.1", "--load_fast", loader],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    try:
        for _ in range(240):
            try:
                if len(ask(port, "runs")) >= len(truth.trials) + 1:
                    break
            except OSError:
                pass
            time.sleep(0.25)
        else:
            sys.exit(f"the server ({loader}) never listed {len(truth.trials)} runs")
        time.sleep(2)
        experiment = ask(port, "plugin/hparams/experiment", {"hparamsLimit": 0})
        named = [info["name"]["tag"] for info in experiment["metricInfos"]]
        names = [info["name"] for info in experiment["hparamInfos"]]
        request = {
            "startIndex": 0,
            "sliceSize": 100000,
            "allowedStatuses": [
                "STATUS_UNKNOWN",
                "STATUS_SUCCESS",
                "STATUS_FAILURE",
                "STATUS_RUNNING",
            ],
            "colParams": [{"metric": {"tag": tag, "group": ""}} for tag in named]
            + [{"hparam": name} for name in names],
        }
        groups = ask(port, "plugin/hparams/session_groups", request)["sessionGroups"]
    finally:
        server.terminate()
        server.wait()
    check("session groups", len(groups), len(truth.trials))
    by_name = {group["name"]: group for group in groups}
    statuses = {"finished": "STATUS_SUCCESS", "stopped": "STATUS_SUCCESS"}
    statuses |= {"failed": "STATUS_FAILURE", "diverged": "STATUS_FAILURE"}
    statuses |= {"running": "STATUS_RUNNING", "queued": "STATUS_UNKNOWN"}
    for trial in truth.trials:
        group = by_name[f"trial-{trial.id}"]
        (session,) = group["sessions"]
        check("status", session.get("status", "STATUS_UNKNOWN"), statuses[trial.state])
        check("state", group["hparams"]["thaw_state"], trial.state)
        for name, value in trial.params.items():
            found = group["hparams"].get(name)
            if isinstance(found, (bool, int, float)):
                check(name, found, value)
            elif value is not None:
                text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
                check(name, json.loads(found) if text != found else found, value if text != found else text)
        values = {each["name"]["tag"]: each["value"] for each in session.get("metricValues", [])}
        if trial.value is not None and math.isfinite(trial.value):
            check("best", values[f"best_{truth.metric}"], trial.value, within=SINGLE)
    return f"{loader}: {len(groups)} sessions of {len(names)} hyperparameters"


scalars()
print(f"tensorboard {VERSION}: scalars equal")
for loader in ["false", "true"] if server else []:
    print("HParams, load_fast", hparams(loader))
