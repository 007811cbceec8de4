#!/bin/sh
# The classic experiments of the fog-computing literature: who is where, and what that takes, worked out by hand.
. "$SRCDIR/tests/lib.sh"

surveillance=$SRCDIR/scenarios/3-surveillance.yaml

# near GOT WANTED TOLERANCE
near() {
	awk -v got="$1" -v wanted="$2" -v most="$3" 'BEGIN { d = got - wanted; if (d < 0) d = -d; exit !(got != "" && d <= most) }'
}

# measured MEASURE SCOPE: its mean in result.h5.
measured() {
	"$FOGLINE" inspect result.h5 summary --csv | awk -F, -v measure="$1" -v scope="$2" '$1 == measure && $2 == scope { print $4 }'
}

# Four cameras at each gateway, and the detector there: 2000 B at 10000 B/ms are 0.2 ms, the link 2 ms, and four frames of 2000 MI that come together share
# 2800 MI/ms: 5.057142857 ms, in whole nanoseconds rounded up at each step.
for gateways in 1 4; do
	run "$FOGLINE" run "$surveillance" -q -o result.h5 --set nodes.gateway.count=$gateways --set nodes.camera.count=$((4 * gateways))
	expect_code "$gateways gateways of 4 cameras" 0
	"$FOGLINE" inspect result.h5 placement --csv >placement.csv
	check "the detector is at every gateway" test "$(grep -c '^0,.*,surveillance/object-detector,.*,edge-ward$' placement.csv)" -eq $gateways
	got=$(measured latency surveillance/detection)
	check "detection takes 5.057143 ms (got $got s)" near "$got" 0.005057142857 2e-9
	"$FOGLINE" inspect result.h5 requests --csv | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["path"] == "surveillance/detection" && $at["created_s"] != "" { print $at["latency_s"] }' | sort -u >each
	check "and does so each time" test "$(wc -l <each)" -eq 1
done

# What the cloud costs: 0.01 for each MI, of which each detection shown there asks 500.
run "$FOGLINE" run "$surveillance" -q -o result.h5
expect_code "as it stands it runs" 0
served=$(measured served cloud)
check "the cloud costs what it did" near "$(measured cost cloud)" "$(awk -v served="$served" 'BEGIN { print served * 10 * 500 * 0.01 }')" 5
check "the cloud alone has a price" test "$("$FOGLINE" inspect result.h5 summary --csv | grep -c '^cost,')" -eq 3

# In the cloud a frame goes 104 ms further, and shares a link with those of 16 cameras.
run "$FOGLINE" run "$surveillance" -q -o result.h5 --set placement.policy=cloud-only
expect_code "cloud-only" 0
check "in the cloud detection takes longer than the links to it" awk -v got="$(measured latency surveillance/detection)" 'BEGIN { exit !(got > 0.104) }'
check "and costs 30 for each frame" awk -v got="$(measured cost cloud)" 'BEGIN { exit !(got > 9e5 && got < 1e6) }'
finish
