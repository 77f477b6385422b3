/** Customers as points: one row per customer, all of the same length. Standardise first, or the column with the largest unit decides. */
export type Points = readonly Float64Array[];

/** Columns of customers by name, all of the same length and without missing values. */
export type NamedColumns = Readonly<Record<string, Float64Array>>;

/** The sum of squared differences of two points. */
export function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    sum += difference * difference;
  }
  return sum;
}

/** The number of customers in each of k clusters. */
export function clusterSizes(labels: Int32Array, k: number): Int32Array {
  const sizes = new Int32Array(k);
  for (const label of labels) sizes[label]!++;
  return sizes;
}

/** The mean point of each of k clusters; an empty one has only zeros. */
export function clusterCentroids(points: Points, labels: Int32Array, k: number): Float64Array[] {
  const sizes = clusterSizes(labels, k);
  const centroids = Array.from({ length: k }, () => new Float64Array(points[0]!.length));
  for (const [row, point] of points.entries()) {
    const centroid = centroids[labels[row]!]!;
    for (let i = 0; i < point.length; i++) centroid[i]! += point[i]! / sizes[labels[row]!]!;
  }
  return centroids;
}

/** Throws RangeError when there are no points, one has another length than the first, or a coordinate is not finite. */
export function checkPoints(points: Points): void {
  if (points.length === 0) throw new RangeError("points: expected at least one, got none");
  const dimensions = points[0]!.length;
  for (const [row, point] of points.entries()) {
    if (point.length !== dimensions) {
      throw new RangeError(`points: row ${row + 1} has ${point.length} values, row 1 has ${dimensions}`);
    }
    const wrong = point.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new RangeError(
        `points: row ${row + 1}, value ${wrong + 1}: expected a finite number, got ${point[wrong]}`,
      );
    }
  }
}

/** Throws RangeError when there are no columns, their lengths differ or a value is not finite; returns the number of rows. */
export function checkColumns(columns: Readonly<Record<string, ArrayLike<number>>>): number {
  const names = Object.keys(columns);
  if (names.length === 0) throw new RangeError("columns: expected at least one, got none");
  const rows = columns[names[0]!]!.length;
  for (const name of names) {
    const values = columns[name]!;
    if (values.length !== rows) {
      throw new RangeError(`column "${name}" has ${values.length} rows, "${names[0]}" has ${rows}`);
    }
    for (let row = 0; row < rows; row++) {
      if (!Number.isFinite(values[row])) {
        throw new RangeError(
          `column "${name}", row ${row + 1}: expected a finite number, got ${values[row]}`,
        );
      }
    }
  }
  return rows;
}

/** Throws RangeError unless there is one label for every row and each of 0 to k - 1 is used; returns k. */
export function checkLabels(labels: Int32Array, rows: number): number {
  if (labels.length !== rows || rows === 0) {
    throw new RangeError(`labels: expected one for each of ${rows} customers, got ${labels.length}`);
  }
  const used = new Set(labels);
  for (let label = 0; label < used.size; label++) {
    if (!used.has(label)) {
      throw new RangeError(`labels: expected 0 to ${used.size - 1} without a gap, ${label} is missing`);
    }
  }
  return used.size;
}
