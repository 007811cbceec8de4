# How is a measure spread over requests? Input: what `plot cdf --gp` writes.
# By hand: gnuplot -c cdf.gp NAME.dat NAME.png png    (or svg, pdf; without words NAME.dat and NAME.png beside NAME.gp)
#
# The data: block 0 has texts (title, measure, deadline in seconds if there is one); every further block is a curve: its
# name in quotes, then rows of value in seconds and share of requests up to it.

base = ARG0[1:strlen(ARG0) - 3]
data = ARGC >= 1 ? ARG1 : base . ".dat"
picture = ARGC >= 2 ? ARG2 : base . ".png"
form = ARGC >= 3 ? ARG3 : picture[strlen(picture) - 2:]

set encoding utf8
if (form eq "svg") { set terminal svg size 840,525 font "DejaVu Sans,13" background "#ffffff" linewidth 1.2 noenhanced }
if (form eq "pdf") { set terminal pdfcairo size 16cm,10cm font "DejaVu Sans,10" linewidth 1.2 noenhanced }
if (form eq "png") { set terminal pngcairo size 1050,656 font "DejaVu Sans,15" linewidth 1.4 background "#ffffff" noenhanced }

# Texts come in as data, so that no name is ever run as a command.
title_text = ""; measure = "value"; deadline = 0
note(key, text) = key eq "title" ? (title_text = text, 0) : key eq "measure" ? (measure = text, 0) : \
	key eq "deadline" ? (deadline = real(text), 0) : 0
stats data using (column(-2) == 0 ? note(strcol(1), strcol(2)) : 0) nooutput
curves = STATS_blocks - 1
stats data using (column(-2) > 0 ? column(1) : NaN) nooutput

# Okabe and Ito's colours; dashes tell the curves apart in grey.
set linetype 1 lc rgb "#0072B2" lw 2.2 dt 1
set linetype 2 lc rgb "#D55E00" lw 2.2 dt (12,4)
set linetype 3 lc rgb "#009E73" lw 2.2 dt (4,3)
set linetype 4 lc rgb "#CC79A7" lw 2.2 dt (12,4,3,4)
set linetype 5 lc rgb "#E69F00" lw 2.2 dt (8,3)
set linetype 6 lc rgb "#56B4E9" lw 2.2 dt (3,2)
set linetype 7 lc rgb "#000000" lw 2.2 dt (12,3,3,3,3,3)
set linetype cycle 7
set style line 100 lc rgb "#d9d9d9" lw 0.6 dt 1
set border 3 lc rgb "#404040" lw 1
set tics nomirror out scale 0.6 textcolor rgb "#202020"
set grid xtics ytics ls 100

set title title_text noenhanced
set xlabel measure noenhanced
set ylabel "share of requests"
# The deadline is in the picture, also if no request comes near it.
least = deadline > 0 && deadline < STATS_min ? deadline : STATS_min
most = deadline > STATS_max ? deadline : STATS_max
set xrange [least:most]
set rmargin 5
# A narrow range is clearer without the logarithm, a wide one without ticks inside a decade.
if (most > 3 * least) {
	set logscale x
	set xtics ()
	digits = most > 1000 * least ? "1" : most > 10 * least ? "1 2 5" : "1 2 3 4 5 7"
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
set key bottom right opaque reverse Left samplen 3 spacing 1.2 noenhanced

if (deadline > 0) {
	set arrow 1 from first deadline, graph 0 to first deadline, graph 1 nohead lc rgb "#606060" lw 1.2 dt (3,3)
	set label 1 gprintf("deadline %g s", deadline) at first deadline, graph 1.02 center textcolor rgb "#505050" noenhanced
}

set output picture
plot for [i = 1:curves] data index i using 1:2 with lines lt i title columnheader(1)
