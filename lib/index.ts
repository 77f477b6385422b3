/** What notebooks use, grouped by room. */

// customers
export {
  adjustedRandIndex,
  calinskiHarabasz,
  daviesBouldin,
  silhouette,
} from "./customers/cluster-indices.js";
export { type Clustering, kMeans, orderClusters } from "./customers/kmeans.js";
export type { NamedColumns, Points } from "./customers/points.js";
export { clusterProfile, nameSegments } from "./customers/profile.js";
export { RFM_LABELS, type RfmLabel, rfmLabel, rfmLabels, rfmScores, rfmSizes } from "./customers/rfm.js";
export { type ClusterSelection, clusterStability, selectClusters } from "./customers/stability.js";
export { correlatedColumns, standardise } from "./customers/standardise.js";
// decisions
export { acceptanceBySegment } from "./decisions/acceptance.js";
export { campaignEconomics, liftOverBaseline } from "./decisions/campaign-economics.js";
export { contactPolicy } from "./decisions/contact-policy.js";
export { decisionStability, segmentResults } from "./decisions/decision-stability.js";
export { liftsByGroup } from "./decisions/lifts.js";
export { policyProfit } from "./decisions/policy-profit.js";
export { type SegmentVerdict, segmentVerdicts, undecided } from "./decisions/segment-verdicts.js";
// experiments
export {
  type Arms,
  countArms,
  effectsByGroup,
  type GroupEffect,
  permutationTest,
} from "./experiments/arms.js";
export { bands, flagNames } from "./experiments/bands.js";
export { meanWithInterval } from "./experiments/means.js";
export {
  conversionRate,
  differenceInRates,
  type Group,
  relativeLift,
  twoProportionTest,
} from "./experiments/proportions.js";
export { coverageOf, covers, type GroupEffectWithTruth, withTruth } from "./experiments/truth.js";
// report
export { barChart, histogram, intervalChart, panelChart, profileChart } from "./report/charts.js";
export { type Claim, claim, fact } from "./report/claims.js";
export type { Figure } from "./report/figure.js";
export { count, decimal, money, percent, points, pValue, signed } from "./report/format.js";
export { type Notebook, type NotebookRecord, openNotebook } from "./report/notebook.js";
export { claimsJson, indexPage, reportsReadme } from "./report/pages.js";
export { type ReportTable, tableOf } from "./report/report-table.js";
export {
  assignmentChart,
  groupEffectChart,
  groupTruthChart,
  permutationChart,
} from "./report/views/bank-charts.js";
export {
  armTable,
  checkTable,
  groupEffectTable,
  observedOutcomes,
  potentialOutcomes,
  responseBesideEffect,
  responseTypes,
} from "./report/views/bank-tables.js";
export { cleaningTable, qualityChart, qualityTable } from "./report/views/quality.js";
export {
  liftChart,
  rfmSizeChart,
  segmentLiftChart,
  segmentProfileChart,
  selectionChart,
  spendChart,
} from "./report/views/shop-charts.js";
export {
  acceptanceTable,
  clusterLabelTable,
  contactPolicyTable,
  featureTable,
  policyTable,
  profileTable,
  rfmTable,
  selectionTable,
} from "./report/views/shop-tables.js";
export {
  coverageInWords,
  effectInWords,
  listInWords,
  moneyInWords,
  ratioInWords,
  sizesInWords,
  undecidedInWords,
} from "./report/views/words.js";
// statistics
export { bootstrap } from "./statistics/bootstrap.js";
export { chiSquareCdf, chiSquareUpperTail } from "./statistics/chi-square.js";
export { normalCdf, normalQuantile, normalUpperTail } from "./statistics/normal.js";
export { mean, median, quantile, variance } from "./statistics/quantiles.js";
export { type Random, seededRandom } from "./statistics/random.js";
export { repeat } from "./statistics/repeat.js";
export { type Summary, summarise } from "./statistics/summaries.js";
// synthetic
export { choice, coin, observedDifference, trueEffect } from "./synthetic/assignments.js";
export { bankCampaign, bankTruth, type SyntheticTables } from "./synthetic/bank-campaign.js";
export { exampleCustomers, outcomesOf } from "./synthetic/bank-truth.js";
export { crmCustomers } from "./synthetic/crm.js";
export { bankChecks, shopChecks } from "./synthetic/self-check.js";
// tables
export { cleanBankCampaign } from "./tables/clean-bank-campaign.js";
export { cleanCrm } from "./tables/clean-crm.js";
export { frameData, namedColumns, numbersOf, shareOf, textsOf } from "./tables/columns.js";
export { CLUSTER_MEASURES, CRM_FEATURES, crmForFiles, makeCrmFeatures } from "./tables/crm-features.js";
export { DataError } from "./tables/data-error.js";
export { type Database, openDatabase } from "./tables/database.js";
export { loadParquet, writeParquet } from "./tables/parquet.js";
export { loadProcessed, loadSource, loadTruth } from "./tables/processed.js";
export { loadTable } from "./tables/read.js";
export { saveCleaned, saveProcessed } from "./tables/save.js";
export { tableSchema } from "./tables/schema.js";
export { dataReadme, schemaAsJsonSchema } from "./tables/schema-documents.js";
export { readSchema } from "./tables/schema-reader.js";
export { openWorkspace, type Workspace } from "./tables/workspace.js";
// trees
export { type ReadableTree, readableTree } from "./trees/readable-tree.js";
export { treeAsText } from "./trees/tree-text.js";
export type { Column, Estimate, Role, Table } from "./types.js";
