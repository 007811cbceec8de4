# Which points are best in two measures at once? Input: what `plot pareto --gp` writes.
# By hand: gnuplot -c pareto.gp NAME.dat NAME.png png    (or svg, pdf, tex; without words NAME.dat and NAME.png beside NAME.gp)
#
# The data: block 0 has texts; block 1 the points that no other beats in both measures, from left to right; every further block is a class: its name, then
# x with the ends of its 95 % interval, y with the ends of its own, the name of the point if it goes to its right, and if it goes to its left.

script = ARG0; data = ARG1; picture = ARG2; form = ARG3
load script[1:strlen(script) - strlen("pareto.gp")] . "style.gpi"

# Where names have room was worked out for this room around the points.
set autoscale xfix
set autoscale yfix
set offsets graph 0.08, graph 0.2, graph 0.1, graph 0.06
columns = room(column ? 2 : 4)
set key bmargin center horizontal maxcols columns font small_font
set bmargin 3.6 + ceil((blocks - 1.0) / columns)
set label 1 note_text at graph 1, graph 1.03 right font small_font textcolor rgb "#606060" noenhanced
set title offset 0, 0.5

set output picture
plot data index 1 using 1:2 with lines lc rgb "#909090" lw 1.4 dt (6,4) title "beaten by none", \
	for [i = 2:blocks - 1] data index i using 1:4:2:3:5:6 skip 1 with xyerrorbars lt i - 1 dt 1 lw 0.8 pt 0 notitle, \
	for [i = 2:blocks - 1] data index i using 1:4 with points lt i - 1 ps 1.5 title columnheader(1), \
	for [i = 2:blocks - 1] data index i using 1:4:7 skip 1 with labels left offset 0.7, 0.5 font small_font notitle, \
	for [i = 2:blocks - 1] data index i using 1:4:8 skip 1 with labels right offset -0.7, 0.5 font small_font notitle
