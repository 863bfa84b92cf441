"""
A sweep with Optuna, one trial after another, all of them in one process. Its journal is the quickest
of its storages on disk: it costs milliseconds a trial.
"""

import json
import signal
from pathlib import Path

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

import job

NAME = "sweep"


def main():
    # Ctrl-C ends the process at once: Optuna would take an interrupted point of a grid for tried.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    asked = job.read()
    axes = {name: Axis(name, kind) for name, kind in asked["space"].items()}
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        study_name=NAME,
        storage=JournalStorage(JournalFileBackend(str(Path(asked["storage"]) / "optuna.log"))),
        direction="maximize",
        load_if_exists=True,
    )
    done = len(study.get_trials(deepcopy=False, states=[optuna.trial.TrialState.COMPLETE]))
    study.sampler = sampler(asked, axes, done)

    def objective(trial):
        params = {name: axis.suggest(trial) for name, axis in axes.items()}
        result = job.train_trial(asked, params)
        job.say("trial", params=params, **result)
        return result["val_accuracy"]

    study.optimize(objective, n_trials=None if asked["trials"] is None else asked["trials"] - done)
    ranked = sorted((t for t in study.trials if t.value is not None), key=lambda t: -t.value)
    job.say(
        "leaderboard",
        version=f"Optuna {optuna.__version__} + PyTorch {job.torch.__version__}",
        rows=[{"value": trial.value, "params": trial.params} for trial in ranked],
    )


def sampler(asked, axes, done):
    if asked["method"] == "grid":
        return optuna.samplers.GridSampler(
            {name: axis.choices for name, axis in axes.items()}, seed=asked["seed"]
        )
    return optuna.samplers.RandomSampler(seed=asked["seed"] + done)


class Axis:
    """One of Thaw's distributions, asked of Optuna. Its choices are plain, so objects go as JSON."""

    def __init__(self, name, kind):
        self.name, self.kind = name, kind
        values = [kind["value"]] if kind["kind"] == "constant" else kind.get("values", [])
        self.choices = [json.dumps(value) for value in values]

    def suggest(self, trial):
        if self.choices:
            return json.loads(trial.suggest_categorical(self.name, self.choices))
        if self.kind["kind"] != "uniform" or self.kind["scale"] == "inv_log":
            raise ValueError(f"{self.name}: no such distribution here: {self.kind}")
        low, high, log = self.kind["low"], self.kind["high"], self.kind["scale"] == "log"
        return trial.suggest_float(self.name, low, high, log=log)


if __name__ == "__main__":
    main()
