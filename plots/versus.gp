# How does a measure depend on an axis of a sweep? Input: what `plot versus --gp` writes.
# By hand: gnuplot -c versus.gp NAME.dat NAME.png png    (or svg, pdf, tex; without words NAME.dat and NAME.png beside NAME.gp)
#
# The data: block 0 has texts, `other` is words if the axis has words, not numbers; block 1 the words and where they stand; every further block is a
# line: its name, then rows of place, value, ends of its 95 % interval.

script = ARG0; data = ARG1; picture = ARG2; form = ARG3
load script[1:strlen(script) - strlen("versus.gp")] . "style.gpi"

stats data using (column(-2) > 1 ? column(1) : NaN) nooutput
margin = (STATS_max - STATS_min) * 0.04
if (margin == 0) { margin = 0.5 }
set xrange [STATS_min - (other eq "words" ? 0.5 : margin):STATS_max + (other eq "words" ? 0.5 : margin)]
stats data using (column(-2) > 1 ? column(4) : NaN) nooutput
if (STATS_max == 0 && STATS_min == 0) { set yrange [-0.05:1] }
set offsets 0, 0, graph 0.06, graph 0.03
# The room below the lowest value is no reason for a tic below zero, where no measure can be.
set autoscale yfixmin
columns = room(column ? 2 : 4)
set key bmargin center horizontal maxcols columns font small_font
set bmargin 3.5 + ceil((blocks - 2.0) / columns)
if (blocks == 3) { unset key; set bmargin 3.3 }
set label 1 note_text at graph 1, graph 1.03 right font small_font textcolor rgb "#606060" noenhanced
set title offset 0, 0.5
lines = blocks - 2
aside(i) = (i - 1 - (lines - 1) / 2.0) * 0.5 / lines

set output picture
# Between words there is nothing, so no line joins them; what belongs to one word stands side by side.
if (other eq "words") {
	set xtics () scale 0 font small_font
	plot data index 1 using 1:(NaN):xtic(2) with points notitle, \
		for [i = 1:lines] data index i + 1 using ($1 + aside(i)):2:3:4 skip 1 with yerrorbars lt i dt 1 lw 1.2 pt 0 notitle, \
		for [i = 1:lines] data index i + 1 using ($1 + aside(i)):2 with points lt i ps 1.4 title columnheader(1)
} else {
	plot for [i = 1:lines] data index i + 1 using 1:2:3:4 skip 1 with yerrorbars lt i dt 1 lw 1.2 pt 0 notitle, \
		for [i = 1:lines] data index i + 1 using 1:2 with linespoints lt i title columnheader(1)
}
