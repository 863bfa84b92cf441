"""Starts `mlflow server`, lets `thaw export --to mlflow` write to it twice, and compares what MLflow's own
client reads. The argument is a file of JSON with {command, database, sweep}: the command that
exports, but for the address."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from truth import METRICS, Sweep, check

said = json.load(open(sys.argv[1]))
truth = Sweep(said["database"], said["sweep"])
os.environ["MLFLOW_DISABLE_TELEMETRY"] = os.environ["DO_NOT_TRACK"] = "true"
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
address = f"http://127.0.0.1:{port}"
folder = tempfile.mkdtemp()
server = subprocess.Popen(
    [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)]
    + ["--workers", "1", "--backend-store-uri", f"sqlite:///{folder}/mlflow.db"]
    + ["--artifacts-destination", f"{folder}/artifacts"],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
    cwd=folder,
    start_new_session=True,
)


def export():
    began = time.time()
    done = subprocess.run([*said["command"], "-o", address], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return time.time() - began, json.loads(done.stdout)["notes"]


def compare():
    import mlflow

    client = mlflow.MlflowClient(address)
    experiment = client.get_experiment_by_name(truth.name)
    runs, token = [], None
    while True:
        page = client.search_runs([experiment.experiment_id], max_results=1000, page_token=token)
        runs, token = runs + list(page), page.token
        if not token:
            break
    parents = [run for run in runs if "mlflow.parentRunId" not in run.data.tags]
    check("parents", len(parents), 1)
    children = {int(run.data.tags["thaw.trial"]): run for run in runs if run not in parents}
    check("runs", len(runs) - 1, len(truth.trials))
    statuses = {"finished": "FINISHED", "stopped": "KILLED", "failed": "FAILED"}
    statuses |= {"diverged": "FAILED", "queued": "SCHEDULED", "running": "RUNNING"}
    for trial in truth.trials:
        run = children[trial.id]
        check("parent", run.data.tags["mlflow.parentRunId"], parents[0].info.run_id)
        check("status", run.info.status, statuses[trial.state])
        check("params", len(run.data.params), len(trial.params))
        for name, value in trial.params.items():
            if name in run.data.params and isinstance(value, (int, float)) and value is not True:
                check(name, float(run.data.params[name]), value, within=0)
        if trial.value is not None:
            check("best", run.data.metrics[f"best_{truth.metric}"], trial.value, within=0)
    for trial in truth.trials[:: max(1, len(truth.trials) // 20)]:
        for name in ["learning_rate", *METRICS] if trial.reports else []:
            found = client.get_metric_history(children[trial.id].info.run_id, name)
            found.sort(key=lambda each: each.step)
            check("steps", [each.step for each in found], [r["epoch"] for r in trial.reports])
            for each, report in zip(found, trial.reports):
                check(f"{name} of {trial.id}", each.value, report[name], within=0)
    return mlflow.__version__


try:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5)
            break
        except OSError:
            time.sleep(0.5)
    else:
        sys.exit("mlflow server never answered")
    first, notes = export()
    compare()
    second, again = export()
    version = compare()
    print(f"mlflow {version}: {first:.1f} s: {notes[0]} Once more, {second:.1f} s: {again[0]}")
finally:
    os.killpg(server.pid, 15)
    server.wait()
