# How is a measure spread over requests? Input: what `plot cdf --gp` writes.
# By hand: gnuplot -c cdf.gp NAME.dat NAME.png png    (or svg, pdf, tex; without words NAME.dat and NAME.png beside NAME.gp)
#
# The data: block 0 has texts; every further block is a curve: its name in quotes, then rows of value in
# seconds and share of requests up to it.

script = ARG0; data = ARG1; picture = ARG2; form = ARG3
load script[1:strlen(script) - strlen("cdf.gp")] . "style.gpi"

stats data using (column(-2) > 0 ? column(1) : NaN) nooutput
least = STATS_min
most = STATS_max
set xrange [least:most]
set rmargin 5
set ylabel "share of requests"
# A narrow range is clearer without the logarithm, a wide one without ticks inside a decade.
if (xlog || most > 3 * least) {
	set logscale x
	set xtics ()
	digits = most > (column ? 30 : 1000) * least ? "1" : most > (column ? 5 : 10) * least ? "1 2 5" : "1 2 3 4 5 7"
	do for [decade = -10:7] {
		do for [digit in digits] {
			tick = digit * 10.0**decade
			if (tick >= least && tick <= most) { set xtics add (gprintf("%.0s %cs", tick) tick) }
		}
	}
} else {
	set format x "%.1s %cs"
}
set yrange [0:1.02]
set ytics 0, 0.2, 1 format "%.1f"
set key bottom right opaque
if (blocks > (column ? 2 : 5)) {
	columns = room(column ? 2 : 3)
	set key bmargin center horizontal opaque maxcols columns font small_font
	set bmargin 3.4 + ceil((blocks - 1.0) / columns)
}

set output picture
plot for [i = 1:blocks - 1] data index i using 1:2 with lines lt i title columnheader(1)
