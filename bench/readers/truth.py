"""What a database of Thaw holds, read without Thaw, to compare what readers find with."""

import json
import sqlite3
import sys

METRICS = [
    "train_loss",
    "train_accuracy",
    "val_loss",
    "val_accuracy",
    "val_balanced_accuracy",
    "val_macro_f1",
    "training_seconds",
    "trained_parameters",
]
NAN = float("nan")


def given():
    """What was exported, what it is to hold, and whether to start the reader's server, too: the one
    argument is a file of JSON with {output, database, sweep, server}, the third an id."""
    said = json.load(open(sys.argv[1]))
    sweep = Sweep(said["database"], said["sweep"])
    return said["output"], sweep, said.get("server", True)


class Sweep:
    def __init__(self, database, sweep):
        db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        db.row_factory = sqlite3.Row
        row = db.execute("select * from sweeps where id = ?", (sweep,)).fetchone()
        self.id, self.name, self.state = row["id"], row["name"], row["state"]
        self.spec = json.loads(row["spec"])
        self.metric = self.spec["metric"]["name"]
        self.maximize = self.spec["metric"]["goal"] == "maximize"
        self.objectives = self.spec.get("objectives") or [self.spec["metric"]]
        self.trials = [
            Trial(self, db, each)
            for each in db.execute(
                "select * from trials where sweep_id = ? order by number", (sweep,)
            )
        ]

    def count(self, *states):
        return sum(trial.state in states for trial in self.trials)

    def best(self):
        """The best value of all that finished; None: none did."""
        values = [t.value for t in self.trials if t.state == "finished" and t.value == t.value]
        return (max if self.maximize else min)(values, default=None)


class Trial:
    def __init__(self, sweep, db, row):
        self.id, self.number, self.state = row["id"], row["number"], row["state"]
        self.params = json.loads(row["params"])
        self.reports = [
            {
                "epoch": each["epoch"],
                "learning_rate": number(each["learning_rate"]),
                "seconds": number(each["seconds"]),
                **{name: number(json.loads(each["metrics"]).get(name)) for name in METRICS},
            }
            for each in db.execute(
                "select * from reports where trial_id = ? order by epoch", (self.id,)
            )
        ]
        times = db.execute(
            "select started_at, ended_at from attempts where trial_id = ? order by id", (self.id,)
        ).fetchall()
        self.started = times[0]["started_at"] if times else None
        final = self.state not in ("queued", "running")
        self.ended = times[-1]["ended_at"] if times and final else None
        # The epoch that stands for it: its best one, the earliest of equal ones, if it has a number.
        rated = [report for report in self.reports if report[sweep.metric] == report[sweep.metric]]
        rate = max if sweep.maximize else min
        self.standing = rate(rated, key=lambda report: report[sweep.metric], default=None)
        self.value = None if self.standing is None else self.standing[sweep.metric]


def number(value):
    return NAN if value is None else value


def same(found, expected, within=0.0):
    """Whether two numbers are equal; NaN is itself, and nothing is nothing else."""
    if found is None or expected is None:
        return found is None and expected is None
    if found != found or expected != expected:
        return found != found and expected != expected
    return abs(found - expected) <= within * max(1.0, abs(expected))


def check(what, found, expected, within=None):
    """Ends the program where a reader found something else."""
    equal = found == expected if within is None else same(found, expected, within)
    if not equal:
        sys.exit(f"{what}: found {found!r}, expected {expected!r}")
