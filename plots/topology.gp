# What does the network look like? Input: what `topology --gp` writes.
# By hand: gnuplot -c topology.gp NAME.dat NAME.png png    (or svg, pdf, tex; without words NAME.dat and NAME.png beside NAME.gp)
#
# The data: block 0 has texts (title; scale, how many units of y a unit of x is wide; frame: degrees, metres or none; zoom with the corners of
# a second panel, if devices huddle in one place; tier, the number of each, from 1, that has nodes); blocks 1 and 2 the links of the core and of devices as x, y and the way to
# the other end; then a block for each tier: its name in quotes, then x and y of its nodes.

script = ARG0; data = ARG1; picture = ARG2; form = ARG3
load script[1:strlen(script) - strlen("topology.gp")] . "style.gpi"

scale = 1; frame = "none"; zoom = 0; left = 0; right = 0; bottom = 0; top = 0; shown = ""
note(key, text) = key eq "scale" ? (scale = real(text), 0) : key eq "frame" ? (frame = text, 0) : \
	key eq "zoom" ? (zoom = 1, left = real(text), 0) : key eq "tier" ? (shown = shown . " " . text, 0) : 0
corners(key) = key eq "zoom" ? (right = real(strcol(3)), bottom = real(strcol(4)), top = real(strcol(5)), 0) : 0
stats data using (column(-2) == 0 ? note(strcol(1), strcol(2)) : 0) nooutput
stats data using (column(-2) == 0 && strcol(1) eq "zoom" ? corners(strcol(1)) : 0) nooutput
links = 0
stats data using (column(-2) == 1 ? (links = links + 1, 0) : 0) nooutput
# Thousands of links are drawn finer.
fine = links > 1000 ? (links > 25000 ? 0.2 : sqrt(1000.0 / links)) : 1

# Tiers differ in shape and size as well as in colour (Okabe and Ito): device, edge, fog, cloud.
set style line 1 pt 7 ps 0.45*fine lc rgb "#56B4E9"
set style line 2 pt 5 ps 1.0*fine lc rgb "#009E73"
set style line 3 pt 9 ps 1.5*fine lc rgb "#E69F00"
set style line 4 pt 13 ps 2.1*fine lc rgb "#D55E00"
set style line 10 lc rgb "#808080" lw 1.4*fine
set style line 11 lc rgb "#d8d8d8" lw 0.5
set border 31 lc rgb "#b0b0b0" lw 0.8
set tics scale 0.5
unset grid
set size ratio -scale
set offsets graph 0.06, graph 0.06, graph 0.06, graph 0.06
if (frame eq "none") { unset tics }
if (frame eq "degrees") { set format x "%.4g°"; set format y "%.4g°" }
if (frame eq "metres") { set xlabel "metres"; set ylabel "metres" }
set key outside bottom center horizontal noenhanced samplen 1.5

set output picture
if (zoom) { set multiplot layout 1, 2 }
set title title_text noenhanced
plot data index 2 using 1:2:3:4 with vectors nohead ls 11 notitle, \
	data index 1 using 1:2:3:4 with vectors nohead ls 10 notitle, \
	for [i in shown] data index 2 + i using 1:2 with points ls i + 0 title columnheader(1)
if (zoom) {
	set title "where the devices are" noenhanced
	set offsets 0, 0, 0, 0
	set xrange [left:right]
	set yrange [bottom:top]
	step = (right - left) / 4
	set xtics step
	step = (top - bottom) / 5
	set ytics step
	if (frame eq "degrees") { set format x "%.3f°"; set format y "%.3f°" }
	plot data index 2 using 1:2:3:4 with vectors nohead ls 11 notitle, \
		data index 1 using 1:2:3:4 with vectors nohead ls 10 notitle, \
		for [i in shown] data index 2 + i using 1:2 with points ls i + 0 title columnheader(1)
	unset multiplot
}
