#!/usr/bin/env bash
# Packs the program, installs it as a user would without development dependencies, and runs it under Node 22 and 24.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --silent --pack-destination "$work" >/dev/null
for version in "${@:-22 24}"; do
  for number in $version; do
    folder="$work/node$number"
    mkdir -p "$folder/node" "$folder/app"
    npm install --silent --no-save --prefix "$folder/node" "node@$number" >/dev/null
    node="$folder/node/node_modules/node/bin/node"
    [ -x "$node" ] || node=$(find "$folder/node/node_modules" -path '*/bin/node' -type f | head -1)
    PATH="$(dirname "$node"):$PATH" npm install --silent --prefix "$folder/app" "$work"/listen-cli-*.tgz >/dev/null
    echo "Node $("$node" --version): listen $("$node" "$folder/app/node_modules/listen-cli/bin/listen.js" --version)"
    "$node" "$folder/app/node_modules/listen-cli/bin/listen.js" demo --quiet | head -3
    echo "installed size: $(du -sm "$folder/app/node_modules" | cut -f1) MB"
  done
done
