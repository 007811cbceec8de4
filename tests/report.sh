#!/bin/sh
# report: one page, whole, with nothing from elsewhere; names that could be markup; no gnuplot; and in a browser, if there is one.
. "$SRCDIR/tests/lib.sh"

quick=$SRCDIR/scenarios/1-quickstart.yaml
nasty="</title><script>alert('t')</script>\"'&<b>é\\x01"
"$FOGLINE" run "$quick" -q -o run.h5 --set run.duration="20 s" --set "title=\"$(printf '%s' "$nasty" | sed 's/"/\\"/')\"" || fail "a run with a strange title"
"$FOGLINE" run "$quick" -q -o cloud.h5 --set run.duration="20 s" --set offloading.policy=cloud-only
"$FOGLINE" run "$quick" -q -o fast.h5 --set run.duration="20 s" --set nodes.edge.speed="6000 MIPS"
strange='a"><img src=x onerror=alert(1)>.h5'
cp run.h5 "$strange"
# Every doubt at once: one replication, too short, more load than there is capacity, a start that differs.
"$FOGLINE" run "$quick" -q -o full.h5 --set run.duration="40 s" --set run.warmup="0 s" --replications 1 --set "workload.users.arrivals=poisson(8/s)" \
	--set "network.links[1].up=1Gbps" --set nodes.edge.speed="8000 MIPS" 2>err
"$FOGLINE" run "$SRCDIR/scenarios/5-city.yaml" -q -o city.h5 --set run.duration="2 s" --set run.warmup="0 s" --replications 5 2>err
"$FOGLINE" sweep "$SRCDIR/scenarios/9-sweep.yaml" -q -o swept --set run.duration="5 s" --set run.warmup="1 s" --replications 3
cp swept/9-sweep.h5 sweep.h5

run "$FOGLINE" report run.h5
expect_code "a report" 0
expect_empty "a report: silent on stderr" err
check "a report: its name is printed" test "$(cat out)" = run.html
run "$FOGLINE" report "$strange" cloud.h5 fast.h5 -o several.html
expect_code "a report of several files" 0
run "$FOGLINE" report full.h5
expect_code "a report of a doubtful run" 0
for doubt in 'edge was busy' 'had not ended when the run did' 'the warm-up may be too short' 'one replication' 'offered'; do
	expect_in "a doubtful run: $doubt" full.html "$doubt"
done
expect_in "a run without doubts says so" run.html "No station without spare capacity"
run "$FOGLINE" report city.h5
expect_code "a report of a city" 0
expect_in "a city has a map" city.html 'aria-label="Map of the nodes"'
run "$FOGLINE" report sweep.h5
expect_code "a report of a sweep" 0
expect_in "a report of a sweep: its points" sweep.html "A line for each point of the sweep"
if command -v gnuplot >/dev/null; then
	check "a report of a sweep: plots against its axes" test "$(grep -c 'figure class="drawn"' sweep.html)" -ge 1
	check "plots are in the page" test "$(grep -c 'figure class="drawn"' run.html)" -ge 2
	check "nothing is left beside it" test -z "$(ls "${TMPDIR:-/tmp}" | grep '^fogline-report')"
fi
mkdir empty
PATH_BEFORE=$PATH
PATH=$work/empty
"$FOGLINE" report run.h5 -o without.html >out 2>err
code=$?
PATH=$PATH_BEFORE
expect_code "without gnuplot" 0
expect_in "without gnuplot: said" err "there is no gnuplot"
expect_in "without gnuplot: the page says so" without.html "There was no gnuplot"
run "$FOGLINE" report run.h5 --no-plots -o bare.html --title "Mine & yours"
expect_code "--no-plots" 0
expect_in "a title of one's own" bare.html "<h1>Mine &amp; yours</h1>"

run "$FOGLINE" report run.h5 -o page.pdf
expect_code "no HTML" 2
run "$FOGLINE" report missing.h5
expect_code "a file that is not there" 1
mkdir folder.html
run "$FOGLINE" report run.h5 -o folder.html
expect_code "a page that cannot be written" 1
check "a page that cannot be written: nothing is left" test -z "$(ls | grep tmp)"

# The command line that it shows gives the same results.
python=/usr/bin/python3
[ -x $python ] || { echo "# pages were left out: python3 is not installed"; finish; }
cat >look.py <<'END'
import html.parser
import sys

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.wrong, self.tags, self.text, self.targets = [], [], [], {}, {}, []

    def handle_starttag(self, tag, attrs):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name.startswith("on") or (name in ("src", "href", "xlink:href") and not value.startswith(("#", "data:,"))):
                self.wrong.append((tag, name, value))
            if name in ("href", "xlink:href") and value.startswith("#"):
                self.targets.append(value[1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(("unbalanced", tag, self.getpos()))

    def handle_data(self, data):
        if self.open and "svg" not in self.open:
            self.text[self.open[-1]] = self.text.get(self.open[-1], "") + data


def expect(what, holds):
    print("ok -" if holds else "not ok -", what)


title = "</title><script>alert('t')</script>\"'&<b>é\N{REPLACEMENT CHARACTER}"
for name in sys.argv[1:]:
    page = Page()
    with open(name, encoding="utf-8") as file:
        page.feed(file.read())
    expect(f"{name}: balanced, nothing from elsewhere {page.wrong[:2]}", not page.wrong and not page.open)
    expect(f"{name}: no script", not {"script", "iframe", "img", "object", "b"} & set(page.tags))
    expect(f"{name}: every id once", len(page.ids) == len(set(page.ids)) and set(page.targets) <= set(page.ids))
    expect(f"{name}: tables, and what was assumed", page.tags["table"] > (1 if name == "sweep.html" else 4) and page.tags["dt"] > 9)
    if name in ("run.html", "several.html", "without.html"):
        expect(f"{name}: the title is a text", page.text["title"] == title and page.text["h1"] == title)
END
$python -B look.py run.html several.html full.html city.html sweep.html without.html bare.html >said 2>&1 || fail "the pages were looked at"
cat said
failures=$((failures + $(grep -c '^not ok' said)))
eval "again() { $($python -B -c '
import html, re
print(html.unescape(re.search(r"aria-label=.Command line.><pre>(.*?)</pre>", open("run.html", encoding="utf-8").read(), re.S).group(1)))') -q -o again.h5; }"
PATH=$(dirname "$FOGLINE"):$PATH
check "its command line runs" again
for file in run again; do "$FOGLINE" inspect $file.h5 summary --csv >$file.csv; done
check "its command line gives the same results" cmp -s run.csv again.csv

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || { echo "# the browser was left out: chromium is not installed"; finish; }
cat >probe.html <<'END'
<!DOCTYPE html><meta charset="utf-8"><body><iframe id="page"></iframe><pre id="said"></pre>
<script>
const [file, width] = location.hash.slice(1).split(",");
const frame = document.getElementById("page");
frame.style.width = width + "px";
frame.style.height = "900px";
frame.onload = () => {
	const page = frame.contentDocument;
	page.querySelectorAll("details").forEach(d => d.open = true);
	const all = [...page.querySelectorAll("a,summary,[tabindex]")];
	const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	const light = colour => colour.match(/[\d.]+/g).slice(0, 3).map(c => channel(+c)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
	const behind = e => { for (; e; e = e.parentElement) { const c = frame.contentWindow.getComputedStyle(e).backgroundColor; if (!/, 0\)$/.test(c)) return c; } return "rgb(255, 255, 255)"; };
	const contrast = e => { const [a, b] = [light(frame.contentWindow.getComputedStyle(e).color), light(behind(e))].sort(); return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); };
	const wide = [...page.querySelectorAll("main *, header *")].filter(e => !e.closest(".scroll") && e.getBoundingClientRect().right > page.documentElement.clientWidth + 1);
	const said = {
		width: page.documentElement.clientWidth,
		overflow: page.documentElement.scrollWidth - page.documentElement.clientWidth,
		wide: wide.length,
		unreachable: all.filter(e => (e.focus(), page.activeElement !== e)).length, focusable: all.length,
		stuck: [...page.querySelectorAll(".scroll")].filter(e => e.scrollWidth > e.clientWidth && e.tabIndex < 0).length,
		contrast: Math.min(...[...page.querySelectorAll("p,h1,h2,h3,a,td,th,dd,dt,figcaption,summary,li,.soft")].filter(e => !(e instanceof frame.contentWindow.SVGElement)).map(contrast)),
		dark: light(behind(page.body)) < 0.2,
	};
	document.getElementById("said").textContent = Object.entries(said).map(([k, v]) => k + "=" + v).join(" ");
};
frame.src = file;
</script>
END
# seen PAGE WIDTH OPTION...: what the browser sees goes to `seen`, its console to `console`.
seen() {
	page=$1
	width=$2
	shift 2
	timeout 60 "$browser" --headless=new --no-sandbox --disable-gpu --user-data-dir="$work/browser" --allow-file-access-from-files --enable-logging=stderr \
		--virtual-time-budget=8000 --dump-dom "$@" "file://$work/probe.html#$page,$width" >dom 2>console </dev/null
	grep -o '<pre id="said">[^<]*' dom | sed 's/.*>//' >seen
}
value() {
	tr ' ' '\n' <seen | sed -n "s/^$1=//p"
}
seen run.html 1400
[ -s seen ] || { echo "# the browser was left out: $browser does not run here"; sed 's/^/    /' console | tail -n 3; finish; }
for page in run.html several.html city.html sweep.html; do
	for width in 400 1400; do
		[ "$page" = city.html ] && [ "$width" = 1400 ] && continue
		seen $page $width --blink-settings=preferredColorScheme=$((width > 1000))
		place="$page at $width"
		check "$place: shown at that width" test "$(value width)" -gt $((width - 30)) -a "$(value width)" -le "$width"
		check "$place: nothing sticks out" test "$(value overflow)" -le 0 -a "$(value wide)" -eq 0
		check "$place: the keyboard reaches all $(value focusable)" test "$(value unreachable)" -eq 0 -a "$(value focusable)" -gt 10 -a "$(value stuck)" -eq 0
		check "$place: light or dark as asked" test "$(value dark)" = "$([ "$width" = 400 ] && echo true || echo false)"
		check "$place: contrast of $(value contrast) is enough" awk -v c="$(value contrast)" 'BEGIN { exit !(c >= 4.5) }'
		check "$place: the console is silent" test -z "$(grep CONSOLE console)"
	done
done
# The probe finds what it looks for.
sed 's|</main>|<p style="width:900px">wide</p><script>console.error("planted")</script></main>|' run.html >planted.html
seen planted.html 400
check "found: what sticks out" test "$(value overflow)" -gt 0
check "found: a word on the console" grep -q CONSOLE.*planted console
timeout 60 "$browser" --headless=new --no-sandbox --disable-gpu --user-data-dir="$work/browser" --print-to-pdf="$work/page.pdf" "file://$work/run.html" >out 2>&1 </dev/null
check "it prints" test "$(head -c 4 page.pdf)" = %PDF
# A sweep has a map of its first point, whether or not nodes and links of all points are kept.
for kept in "" "--tables nodes,links"; do
	run "$FOGLINE" sweep "$SRCDIR/scenarios/5-city.yaml" --set run.duration=11s --replications 1 --vary run.seed=1,2 $kept -q -o city
	run "$FOGLINE" report city/5-city.h5 --no-plots
	expect_code "the report of a sweep $kept" 0
	check "$kept: it has a map" grep -q 'aria-label="Map of the nodes"' city/5-city.html
	check "$kept: the nodes of one point" grep -q 'user</th><td>device</td><td>816</td>' city/5-city.html
	check "$kept: no seed in common" sh -c '! grep -q "seed in common" city/5-city.html'
	check "$kept: which point that is" grep -q 'Nodes and links are those of point 0: run.seed 1' city/5-city.html
done
run "$FOGLINE" sweep "$SRCDIR/scenarios/5-city.yaml" --set run.duration=11s --replications 1 --vary offloading.policy=nearest,cloud-only -q -o wrong
expect_code "a sweep of which a point is wrong" 1
run "$FOGLINE" report wrong/5-city.h5 --no-plots
check "its report names what failed" grep -q 'point 1, replication 0 failed: its scenario is wrong: cloud-only: component' wrong/5-city.html
check "and has the map of the first" grep -q 'aria-label="Map of the nodes"' wrong/5-city.html
run "$FOGLINE" sweep "$SRCDIR/scenarios/5-city.yaml" --set run.duration=11s --replications 1 --vary offloading.policy=cloud-only,nearest -q -o wrong
run "$FOGLINE" report wrong/5-city.h5 --no-plots
check "where the first point is wrong it says how to have a map" grep -q 'tables nodes,links' wrong/5-city.html

finish
