# How far does a latency reach, by path or point? Input: what `plot box --gp` writes.
# By hand: gnuplot -c box.gp NAME.dat NAME.png png    (or svg, pdf, tex; without words NAME.dat and NAME.png beside NAME.gp)
#
# The data: block 0 has texts; block 1 the rows, counted from the top, and their names; block 2 row, 5th percentile, lower quartile, median, upper
# quartile, 95th percentile, mean.

script = ARG0; data = ARG1; picture = ARG2; form = ARG3
load script[1:strlen(script) - strlen("box.gp")] . "style.gpi"

set ytics scale 0
set grid xtics noytics
set border 1
set tics font small_font
set xrange [xlog ? least : 0:*]
set rmargin 3
set key at screen 0.5, screen 0.008 / tall bottom center horizontal samplen 1.5 font small_font maxcols (column ? 1 : 3)
set bmargin (column ? 7.4 : 5.2)
# In a column names stand above their boxes, on a page beside them.
half = column ? 0.2 : 0.28
set yrange [rows - (column ? 0.7 : 0.4):-0.6]
if (column) { unset ytics; set lmargin 1.5 }
set style line 1 lc rgb "#303030" lw 1.2 dt 1

set output picture
plot for [i = 1:!column] data index 1 using (least):1:ytic(2) with dots lc rgb "#ffffff" notitle, \
	data index 2 using 2:1:($6 - $2):(0) with vectors nohead ls 1 notitle, \
	data index 2 using 2:($1 - half / 2):(0):(half) with vectors nohead ls 1 notitle, \
	data index 2 using 6:($1 - half / 2):(0):(half) with vectors nohead ls 1 notitle, \
	data index 2 using 4:1:3:5:($1 - half):($1 + half) with boxxyerror fs solid 1 border rgb "#303030" lc rgb "#A6D3EC" lw 1.2 dt 1 notitle, \
	data index 2 using 4:($1 - half):(0):(2 * half) with vectors nohead lc rgb "#0072B2" lw 2.5 dt 1 notitle, \
	data index 2 using 7:1 with points pt 13 ps 1 lc rgb "#D55E00" title "mean", \
	NaN with boxes fs solid 1 border rgb "#303030" lc rgb "#A6D3EC" dt 1 title "quartiles, median", \
	NaN with lines ls 1 title "5th to 95th percentile", \
	for [i = 1:column] data index 1 using (xlog ? least : 0):($1 - 0.4):2 with labels left font small_font notitle
