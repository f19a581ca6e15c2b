#!/usr/bin/env bash
# What a proposal changes in the operating model, as the Markdown of a comment: diff_report.sh BASE FILE
# Where the two states cannot be compared (exit status 3), a sentence says so in its place, so that no older report stays.
set -euo pipefail
base=$1
file=$2
mkdir -p "$(dirname "$file")"

status=0
opbook diff "$base" --format markdown >"$file" || status=$?
if [ "$status" -eq 3 ]; then
  cat >"$file" <<'MARKDOWN'
<!-- opbook diff -->
## What this changes in the operating model

This cannot be told yet. Either the playbook has errors, which the check lists with the lines concerned, or there is no
playbook to compare it with.
MARKDOWN
elif [ "$status" -ne 0 ]; then
  exit "$status"
fi
