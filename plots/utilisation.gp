# How busy is what? Input: what `plot utilisation --gp` writes.
# By hand: gnuplot -c utilisation.gp NAME.dat NAME.png png    (or svg, pdf, tex; without words NAME.dat and NAME.png beside NAME.gp)
#
# The data: block 0 has texts; `panels`, how many; `other` says what the rest is: time, panels over time; map, as a map of colours over time;
# node, a row for each node; nodes, a map of nodes. Block 1 has the rows, counted from the top, and their names. time: every further block is a
# panel: its name, then time, mean over replications, least and greatest. map and nodes: block 2 has column, row, utilisation. node: row, mean, least, greatest.

script = ARG0; data = ARG1; picture = ARG2; form = ARG3
load script[1:strlen(script) - strlen("utilisation.gp")] . "style.gpi"

set palette defined (0 "#ffffff", 0.15 "#fff0d0", 0.5 "#fdae61", 0.8 "#d7301f", 1 "#5c0000")
set cbrange [0:top]
set tics font small_font
set output picture

if (other eq "time") {
	set xrange [0:most]
	set yrange [0:top]
	set ytics 0, top font small_font
	set key off
	unset ylabel
	unset title
	unset xlabel
	set format x ""
	set multiplot layout panels, 1 title (title_text eq "" ? "" : title_text . ": ") . "utilisation" noenhanced margins screen (column ? 0.13 : 0.07), screen 0.96, \
		screen (column ? 0.17 : 0.09) / tall, screen 1 - (column ? 0.15 : 0.085) / tall spacing screen 0, screen (column ? 0.065 : 0.035) / tall
	do for [i = 1:panels] {
		if (i == panels) { set format x "%g"; set xlabel xtitle noenhanced }
		plot data index i + 1 using 1:2 skip 1 with filledcurves y1=0 fs transparent solid 0.3 noborder lc rgb "#0072B2" dt 1 notitle, \
			data index i + 1 using 1:2 skip 1 with lines lc rgb "#0072B2" lw 1.2 dt 1 notitle, \
			data index 1 using (0):($0 == i - 1 ? top : NaN):2 with labels left offset 0, 0.55 font small_font notitle
	}
	unset multiplot
}
if (other eq "map" || other eq "nodes") {
	set xrange [least:most]
	set yrange [rows - 0.5:-0.5]
	set ytics scale 0
	unset grid
	set border 15 lw 0.6
	set cblabel "utilisation" offset -0.5, 0
	set colorbox
	set key off
	if (other eq "nodes") { unset xlabel; unset xtics }
	plot data index 1 using (least):1:ytic(2) with dots notitle, \
		data index 2 using 1:2:3:4:($2 - 0.45):($2 + 0.45):5 with boxxyerror fs solid 1 border rgb (other eq "map" ? "#ffffff" : "#d0d0d0") lw (other eq "map" ? 0 : 0.6) dt 1 fc palette notitle
}
if (other eq "node") {
	set xrange [0:top]
	set yrange [rows - 0.4:-0.6]
	set ytics scale 0
	set grid xtics noytics
	set border 1
	set key off
	plot data index 1 using (0):1:ytic(2) with dots lc rgb "#ffffff" notitle, \
		data index 2 using 2:1:(0):2:($1 - 0.3):($1 + 0.3) with boxxyerror fs solid 1 border rgb "#303030" lc rgb "#56B4E9" dt 1 notitle, \
		data index 2 using 2:1:3:4 with xerrorbars pt 0 lc rgb "#303030" lw 1.4 dt 1 notitle
}
