#!/bin/sh
# Access technologies: what a stand-in brings, that given keys win, and that check, show and the summary say what it is.
. "$SRCDIR/tests/lib.sh"

cat >lte.yaml <<'END'
fogline: 1
run: {duration: 10 s, replications: 1, seed: 1}
nodes:
  edge: {tier: edge, cores: unlimited, speed: 1000 MIPS}
  phone: {tier: device, count: 3}
network:
  links:
    - {name: access, from: phone, to: edge, technology: lte}
applications:
  app:
    components: {client: {layer: ui, at: origin}, worker: {layer: service, at: edge}}
    messages:
      ask: {from: client, to: worker, size: 50 kB, work: 1 MI}
      tell: {after: ask, from: worker, to: client, size: 150 kB}
    paths: {whole: {from: ask, to: tell}}
workload:
  slow: {application: app, start: ask, from: phone, arrivals: {periodic: {every: 1 s}}}
END
said='technology: lte is a plain link of its own for each device, 20 Mbps up, 60 Mbps down, 15 ms, unless given otherwise; cells, distance and movement are not modelled yet'

run "$FOGLINE" check lte.yaml
expect_code "check" 0
expect_in "check warns" err "lte.yaml:8:57: warning: $said"
expect_in "check shows what it brings" out "phone->edge                  3 x 15 ms, 20 Mbps up, 60 Mbps down"
run "$FOGLINE" show lte.yaml
expect_in "show warns" err "lte.yaml:8:57: warning: $said"
expect_in "show has the latency" out "latency: 15 ms"
expect_in "show has the way up" out "up: 20 Mbps"
expect_in "show has the way down" out "down: 60 Mbps"
cp out shown.yaml
"$FOGLINE" show shown.yaml >again.yaml 2>err
check "show gives itself again" cmp -s shown.yaml again.yaml

# 15 ms + 400 kb / 20 Mbps + 1 ms + 15 ms + 1200 kb / 60 Mbps = 71 ms.
run "$FOGLINE" run lte.yaml -o lte.h5
expect_code "it runs" 0
expect_in "the summary says so" out "note: technology: lte is a plain link of its own for each device, 20 Mbps up,"
expect_lines_within "the summary fits in 80 columns" out 80
cp out first
run "$FOGLINE" inspect lte.h5
expect_in "inspect says so again" out "note: technology: lte"
check "every request takes 71 ms" test "$("$FOGLINE" inspect lte.h5 requests --csv | sed 1d | cut -d, -f6 | sort -u)" = 0.071

run "$FOGLINE" run lte.yaml -o given.h5 --set network.links.access.bandwidth="8 Mbps" --set network.links.access.latency="1 ms"
check "given keys win: 1 + 50 + 1 + 1 + 150 ms" test "$("$FOGLINE" inspect given.h5 requests --csv | sed 1d | cut -d, -f6 | sort -u)" = 0.203
run "$FOGLINE" run lte.yaml -o up.h5 --set network.links.access.up="40 Mbps"
check "one of them given: 15 + 10 + 1 + 15 + 20 ms" test "$("$FOGLINE" inspect up.h5 requests --csv | sed 1d | cut -d, -f6 | sort -u)" = 0.061

run "$FOGLINE" run lte.yaml -o plain.h5 --set 'network.links.access={from: phone, to: edge, latency: 15 ms, up: 20 Mbps, down: 60 Mbps}'
check "without a technology there is no note" test "$(grep -c "note: technology" out)" -eq 0
for technology in wlan nr ble; do
	run "$FOGLINE" check lte.yaml --set network.links.access.technology=$technology
	expect_code "$technology is not there yet" 2
	expect_in "$technology is not there yet: the message" err "error: technology: '$technology' is not supported yet"
done
run "$FOGLINE" check lte.yaml --set network.links.access.technology=5g
expect_in "an unknown technology" err "error: unknown technology '5g'"
finish
