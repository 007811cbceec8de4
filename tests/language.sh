#!/bin/sh
# Every key and word of the language is taken, or refused with `not supported yet`: none is unknown, none is ignored. They stand in
# language.txt; what is taken must change what `show` prints, unless that has the value already.
. "$SRCDIR/tests/lib.sh"

printf 'bytes,t,X,Y,LATITUDE,LONGITUDE\n1,0,0,0,0,0\n2,1,5,5,0,0\n' >table.csv
cat >graph.graphml <<END
<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="x" for="node" attr.name="Latitude" attr.type="double"/><key id="y" for="node" attr.name="Longitude" attr.type="double"/>
<graph edgedefault="undirected">
<node id="a"><data key="x">1</data><data key="y">1</data></node><node id="b"><data key="x">2</data><data key="y">2</data></node>
<edge source="a" target="b"/>
</graph></graphml>
END
printf 'function choose()\n\treturn 1\nend\nplace = choose\n' >policy.lua
grep -v -e '^#' -e '^$' "$SRCDIR/tests/language.txt" >list
"$FOGLINE" show "$SRCDIR/tests/errors/parts/base.yaml" >base
while IFS= read -r line; do
	run "$FOGLINE" show "$SRCDIR/tests/errors/parts/base.yaml" --set "$line"
	path=${line%%=*}
	if [ "$code" -ne 0 ] && grep -q 'not supported yet' err; then
		grep -v 'not supported yet' err >others
		expect_empty "refused as not supported yet: $line" others
	elif [ "$code" -ne 0 ]; then
		# Known, with options that the design leaves to the model.
		check "known: $line" test "$(grep -c "error: '.*' is missing" err)" -eq "$(wc -l <err)"
	elif cmp -s base out; then
		expect_in "taken, and so without it: $line" out "${path##*.}: ${line#*=}"
	else
		pass "taken: $line"
	fi
done <list
check "the list is not empty" test "$(wc -l <list)" -gt 100
finish
