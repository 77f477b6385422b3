/** What notebooks use, grouped by room. */

// customers
export { adjustedRandIndex } from "./customers/cluster-indices.js";
export { orderClusters } from "./customers/kmeans.js";
export { clusterProfile, nameSegments } from "./customers/profile.js";
export { rfmLabels, rfmScores, rfmSizes } from "./customers/rfm.js";
export { selectClusters } from "./customers/stability.js";
export { correlatedColumns, standardise } from "./customers/standardise.js";
// decisions
export { acceptanceBySegment } from "./decisions/acceptance.js";
export { liftsByGroup } from "./decisions/lifts.js";
export { policyProfit } from "./decisions/policy-profit.js";
export { segmentVerdicts, undecided } from "./decisions/segment-verdicts.js";
// experiments
export {
  type Arms,
  countArms,
  differenceInEffects,
  effectsByGroup,
  permutationTest,
} from "./experiments/arms.js";
export { bands, flagNames } from "./experiments/bands.js";
export { meanWithInterval } from "./experiments/means.js";
export {
  conversionRate,
  differenceInRates,
  type Group,
  twoProportionTest,
} from "./experiments/proportions.js";
export { coverageOf, covers, withTruth } from "./experiments/truth.js";
// report
export { claim, fact } from "./report/claims.js";
export { count, decimal, percent, points, pValue, signed } from "./report/format.js";
export { openNotebook } from "./report/notebook.js";
export { claimsJson, indexPage, reportsReadme } from "./report/pages.js";
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
  effectInWords,
  listInWords,
  moneyInWords,
  ratioInWords,
  sizesInWords,
  undecidedInWords,
} from "./report/views/words.js";
// statistics
export { mean, median, quantile } from "./statistics/quantiles.js";
export { type Random, seededRandom } from "./statistics/random.js";
export { repeat } from "./statistics/repeat.js";
export { summarise } from "./statistics/summaries.js";
// synthetic
export { choice, coin, observedDifference, trueEffect } from "./synthetic/assignments.js";
export { bankCampaign } from "./synthetic/bank/campaign.js";
export { exampleCustomers, outcomesOf } from "./synthetic/bank/truth.js";
export { bankChecks, shopChecks } from "./synthetic/self-check.js";
export { crmCustomers } from "./synthetic/shop/customers.js";
// tables
export { cleanBankCampaign } from "./tables/cleaning/clean-bank-campaign.js";
export { cleanCrm } from "./tables/cleaning/clean-crm.js";
export { constantOf, frameData, namedColumns, numbersOf, shareOf } from "./tables/columns.js";
export { effectVerb } from "./tables/contract/schema.js";
export { dataReadme, schemaAsJsonSchema } from "./tables/contract/schema-documents.js";
export { openDatabase } from "./tables/database.js";
export { CLUSTER_MEASURES, CRM_FEATURES, makeCrmFeatures } from "./tables/features/crm-features.js";
export { loadProcessed, loadSource, loadTruth } from "./tables/processed.js";
export { saveCleaned, saveProcessed } from "./tables/save.js";
export { openWorkspace, type Workspace } from "./tables/workspace.js";
// trees
export { readableTree } from "./trees/readable-tree.js";
export { treeAsText } from "./trees/tree-text.js";
export type { Column, Estimate, Role, Table } from "./types.js";
