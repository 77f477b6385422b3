import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { correlatedColumns, standardise } from "../../customers/standardise.js";
import { near } from "../near.js";

test("two customers lie one standard deviation to either side", () => {
  const points = standardise({ age: Float64Array.of(30, 50), spend: Float64Array.of(10, 0) });
  assert.deepEqual(points, [Float64Array.of(-1, 1), Float64Array.of(1, -1)]);
});

// numpy: x = [1, 2, 3, 10]; (x - x.mean()) / x.std() -> -0.84852814, -0.56568542, -0.28284271, 1.69705627
test("the standard deviation is the population's, divisor n", () => {
  const points = standardise({ spend: Float64Array.of(1, 2, 3, 10) });
  near(points[0]![0]!, -0.84852814, 1e-8);
  near(points[3]![0]!, 1.69705627, 1e-8);
});

test("every column has mean 0 and population variance 1, whatever its unit", () => {
  const values = fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 1000 }), (column, unit) => {
      const points = standardise({ spend: Float64Array.from(column, (value) => value * unit) });
      const coordinates = points.map((point) => point[0]!);
      near(coordinates.reduce((sum, z) => sum + z, 0) / coordinates.length, 0, 1e-9);
      near(coordinates.reduce((sum, z) => sum + z * z, 0) / coordinates.length, 1, 1e-9);
    }),
  );
});

// By hand: deviations (-1, 0, 1) and (-7, -1, 8) / 3, so r = 5 / sqrt(2 * 38 / 3) = 0.99339927.
test("of two columns that say nearly the same the later one is dropped", () => {
  const pairs = correlatedColumns({
    a: Float64Array.of(1, 2, 3),
    b: Float64Array.of(2, 4, 7),
    c: Float64Array.of(1, 0, 1),
  });
  assert.equal(pairs.length, 1);
  assert.deepEqual([pairs[0]!.kept, pairs[0]!.dropped], ["a", "b"]);
  near(pairs[0]!.correlation, 0.99339927, 1e-8);
});

test("a strong negative correlation counts too", () => {
  const [pair] = correlatedColumns({ a: Float64Array.of(1, 2, 3), b: Float64Array.of(9, 8, 7) });
  near(pair!.correlation, -1, 1e-12);
});

test("a dropped column drops no other", () => {
  const a = Float64Array.of(1, 0, -1, 0);
  const c = Float64Array.of(0, 1, 0, -1);
  const between = a.map((value, i) => value + c[i]!);
  // Both correlations with "between" are 0.71, and a and c are unrelated.
  const names = correlatedColumns({ a, between, c }, 0.7).map((pair) => [pair.kept, pair.dropped]);
  assert.deepEqual(names, [["a", "between"]]);
});

test("a constant column is named, also where rounding gives it a spread", () => {
  const columns = { age: Float64Array.of(1, 2, 3), rate: Float64Array.of(0.1, 0.1, 0.1) };
  assert.throws(() => standardise(columns), /column "rate" is constant \(0.1\)/);
});

test("columns of different length are named", () => {
  assert.throws(
    () => standardise({ age: Float64Array.of(1, 2), spend: Float64Array.of(1) }),
    /column "spend" has 1 rows, "age" has 2/,
  );
});

test("there must be a column", () => {
  assert.throws(() => standardise({}), /columns: expected at least one, got none/);
});

test("a limit outside 0 to 1 is refused", () => {
  assert.throws(
    () => correlatedColumns({ a: Float64Array.of(1, 2) }, 90),
    /correlation limit: expected between 0 and 1, got 90/,
  );
});
