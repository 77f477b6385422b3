"""The bank campaign with polars: read, check, clean, make features, write."""

import polars as pl
from work import BANDS, Work, band_names

TYPES = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "money": pl.Float64}

work = Work()
bank = pl.read_csv(work.file, schema={c["name"]: TYPES[c["type"]] for c in work.columns})


def outside(name):
    low, high = work.ranges[name]
    below = pl.lit(False) if low is None else pl.col(name) < low
    above = pl.lit(False) if high is None else pl.col(name) > high
    return below | above


checks = {(name, "missing"): pl.col(name).null_count() for name in bank.columns}
checks |= {(name, "out of range"): outside(name).sum() for name in work.ranges}
checks |= {(name, "unknown level"): pl.col(name).is_in(levels).not_().sum() for name, levels in work.levels.items()}
checks[work.key, "repeated key"] = pl.len() - pl.col(work.key).n_unique()
counts = bank.select(rows.alias(f"{name}: {fault}") for (name, fault), rows in checks.items()).row(0)
for (name, fault), rows in zip(checks, counts):
    work.found(name, fault, rows)

cleaned = [pl.col(name).replace(spellings) for name, spellings in work.spellings.items()]
cleaned += [pl.col(name).fill_null(value) for name, value in work.fills.items()]
flags = [pl.col(name).is_null().cast(pl.Int64).alias(f"{name}_missing") for name in work.fills]
flags += [outside(name).fill_null(False).cast(pl.Int64).alias(f"{name}_outside") for name in work.flags]
features = [(pl.col("spend_this_month") - pl.col("spend_last_month")).round(2).alias("spend_change")]
for name, (column, breaks) in BANDS.items():
    names = band_names(breaks)
    band = pl.when(pl.col(column) < breaks[0]).then(pl.lit(names[0]))
    for high, label in zip(breaks[1:], names[1:]):
        band = band.when(pl.col(column) < high).then(pl.lit(label))
    features.append(band.when(pl.col(column).is_not_null()).then(pl.lit(names[-1])).alias(name))

bank.with_columns(cleaned + flags).with_columns(features).write_parquet(work.out)
work.report(f"polars {pl.__version__}")
