#!/bin/bash
# Agents as an array of jobs, sixteen at a time, each for four hours: sbatch slurm-agents.sh
# The gateway runs where compute nodes reach it, such as a login node.
#
# Change what your site calls otherwise: partition, account, how GPUs are asked for.
#SBATCH --job-name=thaw-agent
#SBATCH --array=0-63%16
#SBATCH --gres=gpu:1
#SBATCH --cpus-per-task=8
#SBATCH --mem=32G
#SBATCH --time=04:00:00
#SBATCH --signal=B:USR1@120
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=thaw-agent-%A_%a.log
set -euo pipefail

: "${THAW_SERVER:=https://login1:8430}"
: "${THAW_TOKEN_FILE:=$HOME/.config/thaw/agent-token}"
# A disk of the node, where there is one, is faster than the home folder; it starts out empty.
export THAW_CACHE=${THAW_CACHE:-$HOME/.cache/thaw}

# `exec`: the signal that comes 120 seconds before the end reaches the agent itself. Before the end
# it takes no cohort that would not come to a checkpoint in time.
exec thaw agent \
  --server "$THAW_SERVER" \
  --token-file "$THAW_TOKEN_FILE" \
  --name "slurm-${SLURM_ARRAY_JOB_ID}-${SLURM_ARRAY_TASK_ID}" \
  --cores "${SLURM_CPUS_PER_TASK:-1}" \
  --drain-on USR1 \
  --max-lifetime 3h50m
