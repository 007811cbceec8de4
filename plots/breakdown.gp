# Where does the time go, mean latency by cause? Input: what `plot breakdown --gp` writes.
# By hand: gnuplot -c breakdown.gp NAME.dat NAME.png png    (or svg, pdf, tex; without words NAME.dat and NAME.png beside NAME.gp)
#
# The data: block 0 has texts; block 1 the rows, counted from the top, and their names; every further block a part: its name in quotes, then
# row, and where the part begins and ends.

script = ARG0; data = ARG1; picture = ARG2; form = ARG3
load script[1:strlen(script) - strlen("breakdown.gp")] . "style.gpi"

set xrange [0:*]
set ytics scale 0
set grid xtics noytics
set border 1
set tics font small_font
columns = room(column ? 3 : 5)
set key at screen 0.5, screen 0.008 / tall bottom center horizontal samplen 1.5 width 1 noinvert font small_font maxcols columns
set bmargin (column ? 4.4 : 4.2) + ceil((blocks - 2.0) / columns)
# In a column names stand above their bars, on a page beside them.
half = column ? 0.24 : 0.36
set yrange [rows - (column ? 0.7 : 0.4):-0.6]
if (column) { unset ytics; set lmargin 1.5; set rmargin 2.5 }
filled = blocks > 6 ? 5 : blocks - 1

set output picture
plot for [i = 1:!column] data index 1 using (0):1:ytic(2) with dots lc rgb "#ffffff" notitle, \
	for [i = 2:filled] data index i using 2:1:2:3:($1 - half):($1 + half) with boxxyerror fs solid 1 border rgb "#303030" \
		lc rgb area[i - 1] lw 0.8 dt 1 title columnheader(1), \
	for [i = 6:blocks - 1] data index (i < blocks ? i : 2) using 2:1:2:3:($1 - half):($1 + half) with boxxyerror fs pattern hatch[i - 1] border rgb "#303030" \
		lc rgb area[i - 1] lw 0.8 dt 1 title columnheader(1), \
	for [i = 1:column] data index 1 using (0):($1 - 0.42):2 with labels left font small_font notitle
