"""What the peers share: the arguments, the rules that the schema declares, and the report."""

import json
import os
import sys

# The bands of the features: the column, and where its bands begin after the first one.
BANDS = {"tenure_band": ("tenure_years", [2, 4, 8]), "recency_band": ("days_since_last_purchase", [60, 120, 240])}


def band_names(breaks):
    between = [f"{low} to under {high}" for low, high in zip(breaks, breaks[1:])]
    return [f"under {breaks[0]}", *between, f"{breaks[-1]} or more"]


class Work:
    """One run of `python PEER.py FILE SCHEMA OUT`; SCHEMA is the table's part of data_schema.yaml as JSON."""

    def __init__(self):
        self.file, schema, self.out = sys.argv[1:4]
        with open(schema, encoding="utf-8") as text:
            table = json.load(text)
        self.columns = table["columns"]
        self.key = table["key"][0]
        self.ranges = {c["name"]: (c["range"]["low"], c["range"]["high"]) for c in self.columns if c["range"]}
        self.levels = {c["name"]: levels_of(c) for c in self.columns if c["levels"]}
        self.spellings = {c["name"]: c["spellings"] for c in self.columns if c["spellings"]}
        self.fills = {c["name"]: c["cleaning"]["fill"]["value"] for c in self.columns if c["cleaning"]["fill"]}
        self.flags = [c["name"] for c in self.columns if c["cleaning"]["outside"] == "flag"]
        self.faults = {}

    def found(self, column, fault, rows):
        """Counts rows at fault; campaign-lab has the same words for a fault."""
        if rows > 0:
            self.faults[f"{column}: {fault}"] = int(rows)

    def report(self, version):
        """What the benchmark reads: the last line."""
        print(json.dumps({"version": version, "peak": peak(), "found": self.faults}))


def levels_of(column):
    return column["levels"] if column["type"] == "text" else [int(level) for level in column["levels"]]


def peak():
    """The most memory that this process held at once, in bytes."""
    if os.path.exists("/proc/self/status"):
        with open("/proc/self/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024
    import resource

    # macOS counts bytes, other systems kilobytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
