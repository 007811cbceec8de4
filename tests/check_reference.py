#!/usr/bin/python3
"""Check that the reference has everything that is in results files.

Usage: check_reference.py FOLDER FILE.h5...
FOLDER has results.md and measures.md. Every table, column, attribute and measure of the files must stand there, with its unit.
Prints what does not, and exits with 1; prints nothing else.
"""
import re
import sys

import h5py

SCALE_ATTRIBUTES = {"CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "_FillValue"}


def cells(line):
    """The cells of a row of a table, without the marks of code."""
    parts = re.split(r"(?<!\\)\|", line.strip())[1:-1]
    return [part.strip().strip("`") for part in parts]


def tables(path):
    """The rows of every table of a page: {heading: {first cell: cells}}; one that follows another under its heading counts to it."""
    found = {}
    heading = ""
    with open(path, encoding="utf-8") as page:
        for line in page:
            if line.startswith("#"):
                heading = line.strip("#\n ").strip("`/")
            elif line.startswith("|") and not line.startswith("|---"):
                row = cells(line)
                found.setdefault(heading, {})[row[0]] = row
    return found


def scope_kind(scope):
    if scope.startswith("component:"):
        return "component"
    if "->" in scope:
        return "row of links"
    if "/" in scope:
        return "path"
    if scope.startswith("tier:"):
        return "tier"
    return "whole" if scope == "*" else "node group"


class Checker:
    def __init__(self, folder, path):
        self.results = tables(f"{folder}/results.md")
        self.measures = tables(f"{folder}/measures.md")["Measures"]
        self.path = path
        self.faults = 0

    def expect(self, holds, message):
        if not holds:
            print(f"{self.path}: {message}")
            self.faults += 1

    def column(self, table, name, dataset):
        row = self.results.get(table, {}).get(name)
        self.expect(row, f"the reference has no column {name} of {table}")
        if row and "units" in dataset.attrs:
            units = dataset.attrs["units"]
            self.expect(row[2] == units, f"{table}/{name} is in {units}, in the reference in {row[2]}")

    def attributes(self, heading, item, passed):
        for name in item.attrs:
            if name not in passed:
                self.expect(name in self.results[heading], f"the reference has no attribute {name} of {item.name}")

    def measured(self, summary):
        words = {key: summary[key].attrs["flag_meanings"].split(" ") for key in ("measure", "scope", "unit")}
        for measure, scope, unit in zip(*(summary[key][:] for key in ("measure", "scope", "unit"))):
            name, where, units = words["measure"][measure], words["scope"][scope], words["unit"][unit].replace(".", " ")
            row = self.measures.get(name)
            self.expect(row, f"the reference has no measure {name}")
            if row:
                self.expect(row[1] == units, f"{name} is in {units}, in the reference in {row[1]}")
                self.expect(scope_kind(where) in row[2].split(", "), f"{name} of {where} is in the reference by {row[2]}")

    def table(self, name, group):
        for column, item in group.items():
            if isinstance(item, h5py.Group):
                self.table(f"{name}/{column}", item)
            elif f"{column[:-4]}_row" != column or column[:-4] not in group:
                self.column(name, column, item)

    def check(self):
        with h5py.File(self.path, "r") as file:
            self.attributes("Attributes of the root", file, SCALE_ATTRIBUTES)
            for name, item in file.items():
                if isinstance(item, h5py.Group):
                    self.table(name, item)
                elif not h5py.h5ds.is_scale(item.id):
                    self.column("What led to the run", name, item)
            self.attributes("summary", file["summary"], SCALE_ATTRIBUTES | {"long_name"})
            self.measured(file["summary"])


def main(folder, paths):
    faults = 0
    for path in paths:
        checker = Checker(folder, path)
        checker.check()
        faults += checker.faults
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
