#!/usr/bin/env bash
# What Thaw does on this machine's GPU, beside PyTorch, within eight minutes; needs no registry.
#
# usage: gpu.sh [PART...]     (default: all of them, in this order)
#
#   smoke        the backends, and a compiled step
#   tests        golden values and exactness, on tensorflow
#   throughput   milliseconds a step in float32, tf32 and bf16, beside PyTorch eager and compiled
#   sweep        sweep A, beside a PyTorch loop over the same trials
#   headline     all of CIFAR-10 at 224 px, all layers, four recipes, three epochs
#   profile      64 heads of one cohort, and 8 branches of layer4: shared and alone
#   peer         the headline's trials in a PyTorch loop (only if named)
#
# Figures go to $OUT (default bench/results): gpu-DATE.jsonl, with gpu-DATE.csv, how busy the device
# was ten times a second, and gpu-DATE.log. A table comes last. Parts end at their time limit, and at
# SECONDS_IN_ALL (470). PRECISIONS, JOBS, WAYS, COMPILED and HEADLINE change what is measured.
# `bench/gpu/pack.sh` brings all this to a machine that reaches no package registry.
set -uo pipefail
cd "$(dirname "$0")/.."
export THAW_SETUP=off BENCH_LOCK=${TMPDIR:-/tmp}/thaw-bench-lock-$$ PYTHONUNBUFFERED=1 NO_COLOR=1
out=${OUT:-bench/results}
name=$out/gpu-$(date +%Y-%m-%dT%H%M)
deadline=$((SECONDS + ${SECONDS_IN_ALL:-470}))
jobs=${JOBS:-full:64:32,last:64:32,full:224:128,full:64:128,full:224:32,last:224:32}
mkdir -p "$out"

# limited SECONDS COMMAND...: its lines of JSON are results, all else goes to the log.
limited() {
  local left=$((deadline - SECONDS)) limit=$1
  shift
  ((left < limit)) && limit=$left
  if ((limit < 10)); then echo "no time left: $*" | tee -a "$name.log" && return; fi
  echo "== $SECONDS s: $*" >> "$name.log"
  timeout -k 5 "$limit" "$@" 2>> "$name.log" | tee -a "$name.log" | grep --line-buffered '^{' | tee -a "$name.jsonl" | cut -c1-200
  local code=${PIPESTATUS[0]}
  ((code == 0)) || echo "ended with $code: $*" | tee -a "$name.log"
}

thaw_steps() { limited "$1" node bench/gpu/throughput.js --precision "$2" --jobs "$3"; }
torch_steps() { limited "$1" python3 bench/peers/torch_throughput.py --ways "$2" --jobs "$3"; }
sweep() { limited "$1" node bench/gpu/sweep.js "${@:2}"; }
in_precision() { echo "parameters.precision={value: $1}"; }

smoke() {
  limited 40 node bin/thaw.js backends --no-measure
  tail -n +2 "$name.log" | cut -c1-150 | tail -20
  thaw_steps 60 tf32 full:64:32
}

tests() {
  export THAW_REQUIRE_BACKENDS=tensorflow
  limited 120 node node_modules/vitest/vitest.mjs run -t tensorflow --fileParallelism --maxWorkers=5 \
    --testTimeout=120000 test/golden/resnet50-forward.test.ts test/golden/finetune-trajectory.test.ts \
    test/golden/networks.test.ts test/train/input test/e2e/exactness.test.ts
  grep -E '(✓|×|FAIL|Tests |Test Files|AssertionError)' "$name.log" | tail -40
}

# All compile at once and measure in turn.
throughput() {
  local pids=() way
  for way in ${PRECISIONS:-float32 tf32 bf16}; do
    thaw_steps 150 "$way" "$jobs" &
    pids+=($!)
  done
  torch_steps 150 "${WAYS-eager-tf32,eager-bf16}" "$jobs" &
  pids+=($!)
  for way in ${COMPILED-reduce-overhead-tf32 reduce-overhead-bf16}; do
    torch_steps 150 "$way" full:64:32,full:224:128 &
    pids+=($!)
  done
  wait "${pids[@]}"
}

# The second run of each precision finds compiled programs on the disk.
sweep_a() {
  local precision
  for precision in ${PRECISIONS:-float32 tf32}; do
    sweep 90 a --set "$(in_precision "$precision")" --label "$precision, compiling"
    sweep 40 a --set "$(in_precision "$precision")" --label "$precision"
  done
  sweep 80 a --torch tf32
}

headline() { sweep 300 ../gpu/headline --set "$(in_precision "${HEADLINE:-tf32}")" --label "${HEADLINE:-tf32}"; }
peer() { sweep 300 ../gpu/headline --torch "${HEADLINE:-tf32}"; }

profile() {
  sweep 60 b --label 'shared'
  sweep 60 ../gpu/layer4 --label 'shared'
  sweep 60 ../gpu/layer4 --no-sharing
}

nvidia-smi --query-gpu=timestamp,utilization.gpu,memory.used,power.draw --format=csv,noheader,nounits \
  -lms 100 > "$name.csv" 2> /dev/null &
sampler=$!
trap 'kill $sampler 2> /dev/null' EXIT
command -v node > /dev/null || { echo "There is no node here: see bench/gpu/unpack.sh." >&2 && exit 3; }
for part in "${@:-smoke tests throughput sweep headline profile}"; do
  for each in $part; do
    echo "-- $each, at $SECONDS s"
    rm -rf "$BENCH_LOCK" # of one that was cut off
    case $each in
      smoke | tests | throughput | headline | peer | profile) "$each" ;;
      sweep) sweep_a ;;
      *) echo "No part $each: see the head of $0." >&2 && exit 2 ;;
    esac
  done
done
node bench/gpu/table.js "$name.jsonl" "$name.csv"
