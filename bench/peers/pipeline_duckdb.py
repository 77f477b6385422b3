"""The bank campaign with DuckDB, no limit on its memory or threads: read, check, clean, make features, write."""

import duckdb
from work import BANDS, Work, band_names

TYPES = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "money": "DECIMAL(18, 2)"}

work = Work()
database = duckdb.connect()
types = {c["name"]: TYPES[c["type"]] for c in work.columns}
database.execute(f"CREATE TABLE bank AS SELECT * FROM read_csv('{work.file}', header = true, columns = {types})")


def texts(values):
    return ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in values)


def outside(name):
    low, high = work.ranges[name]
    return f"COALESCE({name} < {'NULL' if low is None else low}, FALSE) OR COALESCE({name} > {'NULL' if high is None else high}, FALSE)"


def replaced(name, spellings):
    cases = " ".join(f"WHEN '{found}' THEN '{meant}'" for found, meant in spellings.items())
    return f"CASE {name} {cases} ELSE {name} END AS {name}"


def banded(name, column, breaks):
    names = band_names(breaks)
    cases = " ".join(f"WHEN {column} < {high} THEN '{band}'" for high, band in zip(breaks, names))
    return f"CASE {cases} WHEN {column} IS NOT NULL THEN '{names[-1]}' END AS {name}"


checks = {(name, "missing"): f"{name} IS NULL" for name in types}
checks |= {(name, "out of range"): outside(name) for name in work.ranges}
checks |= {(name, "unknown level"): f"{name} NOT IN ({texts(levels)})" for name, levels in work.levels.items()}
counts = ", ".join(f"COUNT(*) FILTER (WHERE {condition})" for condition in checks.values())
for (name, fault), rows in zip(checks, database.execute(f"SELECT {counts} FROM bank").fetchone()):
    work.found(name, fault, rows)
repeated = database.execute(f"SELECT COUNT({work.key}) - COUNT(DISTINCT {work.key}) FROM bank").fetchone()[0]
work.found(work.key, "repeated key", repeated)

cleaned = [replaced(name, spellings) for name, spellings in work.spellings.items()]
cleaned += [f"COALESCE({name}, '{value}') AS {name}" for name, value in work.fills.items()]
added = [f"CAST({name} IS NULL AS BIGINT) AS {name}_missing" for name in work.fills]
added += [f"CAST({outside(name)} AS BIGINT) AS {name}_outside" for name in work.flags]
added += ["ROUND(spend_this_month - spend_last_month, 2) AS spend_change"]
added += [banded(name, column, breaks) for name, (column, breaks) in BANDS.items()]
database.execute(
    f"COPY (SELECT * REPLACE ({', '.join(cleaned)}), {', '.join(added)} FROM bank) TO '{work.out}' (FORMAT parquet)"
)
work.report(f"DuckDB {duckdb.__version__}")
