#!/usr/bin/python3
"""Check results files of fogline against results/README.md.

Usage: check_results.py FILE.h5...
Prints what does not hold and exits with 1; prints nothing else.
"""
import sys

import h5py
import numpy as np
import pandas as pd

ATTRIBUTES = {
    "Conventions": str, "format": str, "format_version": int, "title": str, "fogline_version": str,
    "seed": int, "replications": int, "duration_s": float, "warmup_s": float, "warmup_rule": str, "outcome": str, "digest": str,
}
OUTCOMES = ("complete", "interrupted", "failed")
COLUMNS = {
    "summary": ["measure", "scope", "unit", "mean", "half_width", "sd", "minimum", "p50", "p95", "p99", "maximum",
                "count"],
    "replications": ["replication", "measure", "scope", "mean", "p50", "p95", "p99", "maximum", "count"],
    "runs": ["replication", "outcome", "events", "created", "finished", "failed", "in_flight", "reached_s"],
    "batches": ["measure", "scope", "batch", "mean", "count"],
    "histograms": ["measure", "scope", "lower", "upper", "count"],
    "inputs": ["name", "digest"],
    "overrides": ["override"],
}
CATEGORIES = [("summary", "measure"), ("summary", "scope"), ("summary", "unit"), ("replications", "measure"),
              ("replications", "scope"), ("batches", "measure"), ("batches", "scope"), ("histograms", "measure"), ("histograms", "scope"), ("runs", "outcome")]
# Of a sweep: these begin with the point, and there are three tables more.
BY_POINT = ("summary", "replications", "runs", "batches", "histograms")
SWEEP = {"failures": ["point", "replication", "reason"], "warnings": ["point", "warning"]}
CHUNK = 65536


class Checker:
    def __init__(self, path):
        self.path = path
        self.faults = 0
        self.columns = COLUMNS

    def sweep(self, file):
        """A file with points is of a sweep."""
        if "points" not in file.attrs:
            return
        axes = file.attrs["axes"].split(" ")
        self.columns = {name: ["point"] * (name in BY_POINT) + columns for name, columns in COLUMNS.items()} | SWEEP
        self.columns["points"] = ["point"] + axes
        self.expect("points" in file and list(file["points/point"][:]) == list(range(file.attrs["points"])), "/points is not all points in order")

    def expect(self, holds, message):
        if not holds:
            print(f"{self.path}: {message}")
            self.faults += 1
        return holds

    def attributes(self, file):
        for name, kind in ATTRIBUTES.items():
            if not self.expect(name in file.attrs, f"root attribute {name} is missing"):
                continue
            value = file.attrs[name]
            value = value.item() if isinstance(value, np.generic) else value
            self.expect(isinstance(value, kind), f"root attribute {name} is {type(value).__name__}, not {kind.__name__}")
        self.expect(file.attrs.get("format") == "fogline results", "format is not 'fogline results'")
        self.expect(file.attrs.get("format_version") == 1, "format_version is not 1")
        self.expect(file.attrs.get("outcome") in OUTCOMES, f"outcome is none of {', '.join(OUTCOMES)}")
        digest = str(file.attrs.get("digest"))
        self.expect(len(digest) == 32 and set(digest) <= set("0123456789abcdef"), f"digest '{digest}' is not one")

    def texts(self, file):
        for name in ("scenario", "effective_scenario"):
            if self.expect(name in file, f"/{name} is missing"):
                self.expect(isinstance(file[name][()], bytes), f"/{name} is not one text")

    def dataset(self, dataset):
        name = dataset.name
        for attribute in ("units", "long_name"):
            text = dataset.attrs.get(attribute)
            self.expect(isinstance(text, str) and text, f"{name} has no {attribute}")
        if dataset.dtype.kind == "f" and not h5py.h5ds.is_scale(dataset.id) and dataset.shape:
            fill = np.asarray(dataset.attrs.get("_FillValue", 0.0))
            self.expect(np.isnan(fill).all(), f"{name} has no NaN as _FillValue")
        if "flag_meanings" in dataset.attrs:
            self.category(dataset)
        if dataset.chunks:
            self.expect(dataset.chunks[0] <= CHUNK, f"{name} has chunks of {dataset.chunks[0]} rows")

    def category(self, dataset):
        words = dataset.attrs["flag_meanings"].split(" ")
        values = dataset.attrs.get("flag_values")
        if not self.expect(values is not None and list(values) == list(range(len(words))),
                           f"{dataset.name} has {len(words)} flag_meanings and other flag_values"):
            return
        self.expect(values.dtype == dataset.dtype, f"{dataset.name} and its flag_values differ in type")
        self.expect(not len(dataset) or dataset[:].max() < len(words), f"{dataset.name} has a value without a word")

    def table(self, file, name, group):
        columns = {key: value for key, value in group.items() if isinstance(value, h5py.Dataset)}
        lengths = {len(column) for column in columns.values()}
        self.expect(columns, f"/{name} has no columns")
        self.expect(len(lengths) == 1, f"columns of /{name} differ in length: {sorted(lengths)}")
        scale = file.get(f"{name}_row")
        if self.expect(scale is not None and h5py.h5ds.is_scale(scale.id), f"/{name}_row, the dimension of /{name}, is missing"):
            self.expect({len(scale)} == lengths, f"/{name}_row is not as long as /{name}")
        for key, column in columns.items():
            self.expect(column.ndim == 1, f"/{name}/{key} is not one-dimensional")
            attached = [s.name for s in column.dims[0].values()] if column.ndim == 1 else []
            self.expect(attached == [f"/{name}_row"], f"/{name}/{key} is not on /{name}_row")
        if len(lengths) != 1:
            return
        frame = pd.DataFrame({key: column[:] for key, column in columns.items()})
        self.expect(list(frame.shape) == [max(lengths, default=0), len(columns)], f"/{name} is no data frame")

    def order(self, file, name):
        """Columns in the order of creation."""
        names = []
        group = file[name]
        group.id.links.iterate(lambda key: names.append(key.decode()), idx_type=h5py.h5.INDEX_CRT_ORDER)
        if name in self.columns:
            self.expect(names == self.columns[name], f"/{name} has the columns {names}, not {self.columns[name]}")

    def numbers(self, file):
        summary = {key: file["summary"][key][:] for key in COLUMNS["summary"]}
        self.expect(not np.any(summary["half_width"] < 0), "/summary has a negative half_width")
        self.expect(not np.any(summary["p50"] > summary["p95"]), "/summary has p50 above p95")
        self.expect(not np.any(summary["p95"] > summary["p99"]), "/summary has p95 above p99")
        self.expect(not np.any(summary["mean"] > summary["maximum"] * (1 + 1e-12)), "/summary has mean above maximum")
        self.expect(file["summary"].attrs.get("interval") in ("replications", "batch means"), "/summary has no interval")
        self.expect(file["summary"].attrs.get("confidence") == 0.95, "/summary has no confidence")
        runs = {key: file["runs"][key][:] for key in COLUMNS["runs"]}
        whole = runs["outcome"] == 0
        balance = runs["created"] - runs["finished"] - runs["failed"] - runs["in_flight"]
        self.expect(not balance[whole].any(), "/runs: created is not finished + failed + in_flight")
        number = runs["replication"].astype(int) + (file["runs/point"][:].astype(int) << 32 if "points" in file else 0)
        self.expect((np.diff(number) > 0).all(), "/runs is not in order")
        for table in file.values():
            if isinstance(table, h5py.Group) and "replication" in table:
                self.expect(np.isin(table["replication"][:], runs["replication"]).all(),
                            f"{table.name} has a replication that is not in /runs")
        bins = file["histograms"]
        self.expect((bins["lower"][:] < bins["upper"][:]).all(), "/histograms has an empty bin")
        self.expect((bins["count"][:] > 0).all(), "/histograms has a bin without values")

    def check(self):
        with h5py.File(self.path, "r") as file:
            self.attributes(file)
            self.texts(file)
            file.visititems(lambda _, item: self.dataset(item) if isinstance(item, h5py.Dataset) else None)
            self.sweep(file)
            for name in self.columns:
                self.expect(name in file, f"/{name} is missing")
            if self.faults:
                return
            for name, item in file.items():
                if isinstance(item, h5py.Group) and name != "run":
                    self.table(file, name, item)
                    self.order(file, name)
            for name, item in file.get("run", {}).items():
                if isinstance(item, h5py.Group):
                    self.table(file, f"run/{name}", item)
            for table, column in CATEGORIES:
                if "flag_meanings" not in file[table][column].attrs:
                    self.expect(len(file[table][column]) == 0, f"/{table}/{column} is not a category")
            if not self.faults:
                self.numbers(file)


def main(paths):
    faults = 0
    for path in paths:
        checker = Checker(path)
        try:
            checker.check()
        except OSError as error:
            checker.expect(False, f"cannot be read: {error}")
        faults += checker.faults
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: check_results.py FILE.h5...")
    sys.exit(main(sys.argv[1:]))
