#!/bin/sh
# The JSON schema for editors takes what the program takes: every scenario that comes with it, and single values, right and wrong.
. "$SRCDIR/tests/lib.sh"

python=/usr/bin/python3
$python -c 'import jsonschema, yaml' 2>/dev/null || skip "no Python with jsonschema and yaml (Debian: python3-jsonschema, python3-yaml)"
$python -B "$SRCDIR/tests/check_schema.py" "$FOGLINE" "$SRCDIR/docs/reference/scenario.schema.json" \
	"$SRCDIR/scenarios/1-quickstart.yaml" $(find "$SRCDIR/scenarios" "$SRCDIR/tests" -name '*.yaml' -not -path '*/tests/errors/*' | sort) >said 2>err
code=$?
cat said
failures=$(grep -c '^not ok' said)
expect_empty "nothing is said on stderr" err
check "the checks came to their end" test "$code" -eq "$((failures > 0))"
finish
