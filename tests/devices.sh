#!/bin/sh
# The device catalogue: each device is listed, valid, does work in all three currencies, and gives way to what stands beside it, key by key.
. "$SRCDIR/tests/lib.sh"

cat >device.yaml <<'END'
fogline: 1
run: {duration: 1 s}
nodes:
  source: {tier: device}
  DEVICE: {tier: edge, model: NAME}
network:
  links: [{from: source, to: DEVICE, latency: 1 ms, bandwidth: 1 Mbps}]
applications:
  a:
    components: {client: {layer: ui, at: origin}, server: {layer: service, at: DEVICE}}
    messages:
      one: {from: client, to: server, work: 1 kI}
      two: {after: one, to: server, work: 1 kFLOP}
      three: {after: two, to: server, work: 1 kcycle}
    paths: {whole: {from: one, to: three}}
workload:
  w: {application: a, start: one, from: source, arrivals: {periodic: {every: 500 ms, phase: 0 s}}}
END

# of NAME [SED]: the effective scenario of a device.
of() {
	sed "s/NAME/$1/; ${2:-}" device.yaml >it.yaml
	run "$FOGLINE" show it.yaml
	sed -n '/^  DEVICE:/,/^[a-z]/p' out >shown
}

"$FOGLINE" list devices | sed 's/ .*//' >names
check "there are as many as the catalogue has" test "$(wc -l <names)" -eq 33
check "no name stands twice" test "$(sort -u names | wc -l)" -eq 33
while read -r name; do
	of "$name"
	expect_code "$name is valid" 0
	check "$name has a speed in every currency" test "$(grep -cE '^    (speed|flops|clock): [0-9.]+ [kMGT]?(IPS|FLOPS|Hz)' shown)" -eq 3
	run "$FOGLINE" run it.yaml -q -o "$name.h5"
	expect_code "$name does work" 0
	check "$name ends what it began" test "$("$FOGLINE" inspect "$name.h5" runs --csv | sed -n 2p | cut -d, -f4,5)" = 2,2
	check "$name is in the reference with a source" grep -qE "^\| .$name. .*source: " "$SRCDIR/docs/reference/scenario.md"
done <names

# ---- figures that are known ----

of raspberry-pi-4
expect_in "a Raspberry Pi 4: clock" shown "clock: 1.5 GHz"
expect_in "a Raspberry Pi 4: 13 GFLOPS over 4 cores" shown "flops: 3.25 GFLOPS"
expect_in "a Raspberry Pi 4: power" shown "busy: 6.4 W"
of ifogsim-gateway
expect_in "a gateway of iFogSim" shown "busy: 107.339 W"
of edge-server
expect_in "an edge server has the measured curve" shown "power: 140 W"
run "$FOGLINE" list devices
expect_in "what is no measurement is labelled" out "smartphone              mid-range telephone, 8 cores (orders of magnitude)"
check "what another simulator lists is not" test "$(grep -c '^ifogsim.*orders of magnitude' out)" -eq 0

of jetson-nano
expect_in "a Jetson Nano has a GPU" shown "flops: 236 GFLOPS"
check "which has results of its own" test "$("$FOGLINE" inspect jetson-nano.h5 summary --csv |
	grep -c '^utilisation,DEVICE.accelerator,')" -eq 1
of jetson-nano 's/edge, model/edge, accelerator: {flops: 59 GFLOPS}, model/'
expect_in "a quarter of it by a key of its own" shown "flops: 59 GFLOPS"
expect_in "with the power that it has" shown "busy: 4.35 W"

# ---- keys beside it ----

of raspberry-pi-4 's/edge, model/edge, cores: 2, model/'
expect_in "a key of its own wins" shown "cores: 2"
expect_in "the others stay" shown "speed: 1500 MIPS"
of raspberry-pi-4 's/edge, model/edge, power: {busy: 7 W}, model/'
expect_in "one key of its power" shown "busy: 7 W"
expect_in "the other stays" shown "idle: 2.7 W"
of edge-server 's/edge, model/edge, power: {idle: 60 W, busy: 130 W}, model/'
expect_code "idle and busy in place of a curve" 0
expect_in "make it linear" shown "busy: 130 W"
check "without the curve" test "$(grep -c piecewise shown)" -eq 0
of edge-server 's/edge, model/edge, power: {piecewise: [{load: 0, power: 1 W}, {load: 1, power: 2 W}]}, model/'
check "a curve of its own" test "$(grep -c '^ *-* *load' shown)" -eq 2
of edge-server 's/edge, model/edge, power: {idel: 60 W, busy: 130 W}, model/'
expect_code "a typing error in its place" 2
expect_in "is told" err "did you mean 'idle'?"
of edge-sever
expect_code "a device that is not there" 2
expect_in "is told with the nearest" err "did you mean 'edge-server'?"
finish
