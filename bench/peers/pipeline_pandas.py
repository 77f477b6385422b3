"""The bank campaign with pandas: read, check, clean, make features, write."""

import pandas as pd
from work import BANDS, Work, band_names

TYPES = {"text": "str", "integer": "int64", "number": "float64", "money": "float64"}

work = Work()
types = {c["file"]: TYPES[c["type"]] for c in work.columns}
bank = pd.read_csv(work.file, engine="pyarrow", dtype=types, keep_default_na=False, na_values=[""])
bank = bank.rename(columns={c["file"]: c["name"] for c in work.columns})


def outside(name):
    low, high = work.ranges[name]
    below = False if low is None else bank[name] < low
    above = False if high is None else bank[name] > high
    return below | above


for name in bank.columns:
    work.found(name, "missing", bank[name].isna().sum())
for name in work.ranges:
    work.found(name, "out of range", outside(name).sum())
for name, levels in work.levels.items():
    work.found(name, "unknown level", (bank[name].notna() & ~bank[name].isin(levels)).sum())
work.found(work.key, "repeated key", bank.duplicated(work.key).sum())

for name, spellings in work.spellings.items():
    bank[name] = bank[name].replace(spellings)
for name, value in work.fills.items():
    bank[f"{name}_missing"] = bank[name].isna().astype("int64")
    bank[name] = bank[name].fillna(value)
for name in work.flags:
    bank[f"{name}_outside"] = outside(name).astype("int64")

bank["spend_change"] = (bank["spend_this_month"] - bank["spend_last_month"]).round(2)
for name, (column, breaks) in BANDS.items():
    edges = [-float("inf"), *breaks, float("inf")]
    bank[name] = pd.cut(bank[column], edges, right=False, labels=band_names(breaks))

bank.to_parquet(work.out, index=False)
work.report(f"pandas {pd.__version__}")
