#!/bin/sh
# Writes the pages that come from the program's tables: generate.sh FOGLINE FOLDER makes FOLDER/reference and FOLDER/man.
set -eu
fogline=$1
folder=$2
mkdir -p "$folder/reference" "$folder/man"
for topic in scenario policies models measures results commands; do
	"$fogline" help "$topic" --format markdown >"$folder/reference/$topic.md"
done
"$fogline" help scenario --format json-schema >"$folder/reference/scenario.schema.json"
"$fogline" help commands --format man >"$folder/man/fogline.1"
"$fogline" help scenario --format man >"$folder/man/fogline-scenario.5"
"$fogline" help results --format man >"$folder/man/fogline-results.5"
