"""A sweep with Ray Tune. Worker processes are reused from trial to trial, and keep what they loaded."""

import os

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
os.environ.setdefault("RAY_AIR_NEW_OUTPUT", "0")
# Ray's worker processes find the modules beside this one.
os.environ["PYTHONPATH"] = os.path.dirname(os.path.abspath(__file__))

import ray
from ray import tune

import job

NAME = "sweep"


def main():
    asked = job.read()
    lanes = asked["lanes"]
    # Each trial computes with its share of the cores.
    asked["threads"] = max(1, asked["threads"] // lanes)
    ray.init(
        num_cpus=lanes * asked["threads"],
        include_dashboard=False,
        log_to_driver=False,
        logging_level="ERROR",
    )
    results = create_tuner(asked).fit()
    if results.errors:
        raise results.errors[0]
    ranked = sorted(results, key=lambda r: -r.metrics["val_accuracy"])
    job.say(
        "leaderboard",
        version=f"Ray Tune {ray.__version__} + PyTorch {job.torch.__version__}",
        rows=[{"value": r.metrics["val_accuracy"], "params": r.config} for r in ranked],
    )
    ray.shutdown()


def create_tuner(asked):
    def objective(params):
        tune.report(job.train_trial(asked, params))

    trainable = tune.with_resources(objective, {"cpu": asked["threads"]})
    path = os.path.join(asked["storage"], NAME)
    if tune.Tuner.can_restore(path):
        return tune.Tuner.restore(path, trainable, restart_errored=True)
    return tune.Tuner(
        trainable,
        param_space={name: axis(kind, asked["method"]) for name, kind in asked["space"].items()},
        tune_config=tune.TuneConfig(
            metric="val_accuracy",
            mode="max",
            num_samples=asked["trials"] or 1,
            reuse_actors=True,
            search_alg=tune.search.BasicVariantGenerator(random_state=asked["seed"]),
        ),
        run_config=tune.RunConfig(
            name=NAME,
            storage_path=asked["storage"],
            callbacks=[Announce()],
            failure_config=tune.FailureConfig(fail_fast=True),
            verbose=0,
        ),
    )


class Announce(tune.Callback):
    def on_trial_complete(self, iteration, trials, trial, **info):
        numbers = trial.last_result
        keys = ("val_accuracy", "seconds", "load_seconds", "train_seconds", "val_seconds", "epochs")
        job.say("trial", params=trial.config, **{key: numbers[key] for key in keys})


def axis(kind, method):
    """One of Thaw's distributions as Ray's."""
    match kind:
        case {"kind": "constant", "value": value}:
            return value
        case {"kind": "categorical", "values": values}:
            return tune.grid_search(values) if method == "grid" else tune.choice(values)
        case {"kind": "uniform", "scale": "linear", "low": low, "high": high}:
            return tune.uniform(low, high)
        case {"kind": "uniform", "scale": "log", "low": low, "high": high}:
            return tune.loguniform(low, high)
        case _:
            raise ValueError(f"no such distribution here: {kind}")


if __name__ == "__main__":
    main()
