/** Beside `trials.jsonl`: Python that sends it to Weights & Biases. */
export const UPLOAD_SCRIPT = `#!/usr/bin/env python3
"""Sends a sweep that Thaw exported to Weights & Biases, a run for each trial.

    pip install wandb
    wandb login
    python upload.py --project NAME

Reads trials.jsonl and sweep.json beside it. Runs have ids of their own: a sweep that is sent again
updates its runs and adds none. WANDB_MODE=offline writes them to ./wandb, for \`wandb sync\`.
"""

import argparse
import json
import pathlib

import wandb

HERE = pathlib.Path(__file__).resolve().parent


def main():
    sweep = json.loads((HERE / "sweep.json").read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--project", default="thaw", help="project to send to (thaw)")
    parser.add_argument("--entity", help="team or user that has it (your own)")
    args = parser.parse_args()
    with open(HERE / "trials.jsonl", encoding="utf-8") as lines:
        for line in lines:
            send(json.loads(line), sweep, args)


def send(trial, sweep, args):
    about = {name: value for name, value in sweep.items() if name != "file"}
    run = wandb.init(
        project=args.project,
        entity=args.entity,
        id=trial["id"],
        name=trial["name"],
        group=sweep["name"],
        job_type="trial",
        tags=[trial["state"]],
        config={**trial["config"], "thaw": {**trial["thaw"], "sweep": about}},
        resume="allow",
    )
    run.define_metric("*", step_metric="epoch")
    sent = run.summary.get("epoch", -1)
    for report in trial["history"]:
        if report["epoch"] > sent:
            run.log({name: number(value) for name, value in report.items()})
    for name, value in trial["summary"].items():
        run.summary[name] = number(value)
    run.finish(exit_code=1 if trial["state"] in ("failed", "diverged") else 0)


def number(value):
    return float(value) if value == "NaN" else value


if __name__ == "__main__":
    main()
`;
