# How did it go on in time? Input: what `plot timeline --gp` writes.
# By hand: gnuplot -c timeline.gp NAME.dat NAME.png png    (or svg, pdf, tex; without words NAME.dat and NAME.png beside NAME.gp)
#
# The data: block 0 has texts, `from` is the end of the warm-up; every further block is a curve: its name in quotes, then rows of time, mean over
# replications, least and greatest of them.

script = ARG0; data = ARG1; picture = ARG2; form = ARG3
load script[1:strlen(script) - strlen("timeline.gp")] . "style.gpi"

set xrange [0:most]
if (!ylog) { set yrange [0:*] }
set offsets 0, 0, graph 0.05, 0
columns = room(column ? 2 : 4)
set key bmargin center horizontal maxcols columns font small_font
set bmargin (column ? 3.4 : 3.6) + ceil((blocks - 1.0) / columns)
if (blocks < 3) { unset key; set bmargin 3.2; set title title_text . (title_text eq "" ? "" : ": ") . other noenhanced }
if (from > 0) {
	set object 1 rectangle from graph 0, graph 0 to first from, graph 1 fc rgb "#eeeeee" fs solid 1 noborder behind
	set label 1 "warm-up" at graph 0.005, graph 1.03 font small_font textcolor rgb "#707070" noenhanced
}

set output picture
plot for [i = 1:blocks - 1] data index i using 1:3:4 skip 1 with filledcurves fs transparent solid 0.18 noborder lc i notitle, \
	for [i = 1:blocks - 1] data index i using 1:2 with lines lt i title columnheader(1)
