/** What notebooks use and what their cells may call, grouped by room. */

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
// experiments: what notebooks use, and every method of the room
export { clusterDifference } from "./experiments/adjusted/cluster-difference.js";
export { clusterTotals, intraclusterCorrelation } from "./experiments/adjusted/cluster-totals.js";
export { cuped } from "./experiments/adjusted/cuped.js";
export { regressionAdjusted } from "./experiments/adjusted/regression.js";
export { postStratified, stratifiedDifference } from "./experiments/adjusted/strata.js";
export { analyseExperiment } from "./experiments/analysis/analyse.js";
export { powerOfEachTest } from "./experiments/analysis/decision.js";
export { summaryFromColumns } from "./experiments/analysis/from-columns.js";
export { overallEffect, overallEffects, verbOf } from "./experiments/analysis/overall.js";
export { countArms, differenceInEffects, effectsByGroup, groupEstimates } from "./experiments/arms.js";
export { bands, flagNames } from "./experiments/bands.js";
export {
  bestOf,
  densityCurve,
  differenceBelief,
  posteriorOf,
  rateBelief,
} from "./experiments/bayes/beta-binomial.js";
export { shrinkCells } from "./experiments/bayes/crossed.js";
export { effectBelief } from "./experiments/bayes/gaussian.js";
export { shrinkEffects } from "./experiments/bayes/shrinkage.js";
export { shrinkRates } from "./experiments/bayes/shrinkage-rates.js";
export {
  bookedByChannel,
  cellEffects,
  channelPairs,
  effectsByChannel,
  heldOutEffects,
  shrinkageErrors,
} from "./experiments/channels.js";
export { sampleRatioTest } from "./experiments/gates/srm.js";
export { adjustPValues, fcrConfidence } from "./experiments/many-tests.js";
export {
  estimatesFromSums,
  meansByBand,
  meansByGroup,
  meanWithInterval,
} from "./experiments/means/levels.js";
export { permutationTest, permutationTestOfMeans } from "./experiments/means/permutation.js";
export { differenceInQuantiles } from "./experiments/means/quantiles.js";
export { differenceInRatios, relativeDifferenceInRatios } from "./experiments/means/ratio-metrics.js";
export { relativeDifferenceInMeans } from "./experiments/means/relative.js";
export { differenceInMeans } from "./experiments/means/welch.js";
export { differenceInWinsorisedMeans } from "./experiments/means/winsorised.js";
export { jointMomentsOf, momentsOf } from "./experiments/moments.js";
export { minimumEffect, minimumEffectSeen } from "./experiments/planning/minimum-effect.js";
export { meanPlan, ratePlan, relativeMeanPlan } from "./experiments/planning/plan.js";
export { designEffect, powerCurve, powerOf } from "./experiments/planning/power.js";
export { customersNeeded } from "./experiments/planning/sample-size.js";
export { simulatedPower } from "./experiments/planning/simulated-power.js";
export { differenceInRates } from "./experiments/rates/differences.js";
export { conversionRate } from "./experiments/rates/intervals.js";
export { nonInferiority } from "./experiments/rates/non-inferiority.js";
export { relativeDifference, relativeLift } from "./experiments/rates/ratios.js";
export { fisherExactTest, twoProportionTest, twoProportionZTest } from "./experiments/rates/tests.js";
export { channelRatios, ratioByGroup } from "./experiments/ratios.js";
export {
  sequentialDifferenceInMeans,
  sequentialDifferenceInRates,
} from "./experiments/sequential/confidence-sequence.js";
export { eProcess } from "./experiments/sequential/e-process.js";
export { dailyLooks } from "./experiments/sequential/looks.js";
export { peekingAlarms } from "./experiments/sequential/peeking.js";
export { coverageOf, covers, withTruth } from "./experiments/truth.js";
// report
export { claim, claimId, fact } from "./report/claims.js";
export { count, decimal, percent, points, pValue, signed } from "./report/format.js";
export { openNotebook } from "./report/notebook.js";
export { claimsJson, indexPage, reportsReadme } from "./report/pages.js";
export { topRows } from "./report/report-table.js";
export { describedTable } from "./report/views/arms.js";
export {
  assignmentChart,
  choiceChart,
  groupEffectChart,
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
export { outreachChart, saleDayChart } from "./report/views/calls.js";
export {
  bookedHeatMap,
  cellEffectTable,
  channelEffectChart,
  channelPairTable,
  effectHeatMap,
  shrinkageInWords,
} from "./report/views/channel-cells.js";
export { channelChart, channelShown, channelTable, roasTruthChart } from "./report/views/channels.js";
export {
  adjustedChart,
  forestChart,
  luckiestChart,
  posteriorChart,
} from "./report/views/experiment-charts.js";
export { bayesShown, effectsShown, gatesShown, segmentsShown } from "./report/views/experiment-shown.js";
export {
  abGates,
  abTest,
  abTestBayes,
  abTestSegments,
  verdictTable,
} from "./report/views/experiment-tables.js";
export {
  cohortRates,
  cohortTable,
  imputationRange,
  imputationTable,
  joinReportTable,
  leaderBesideTruth,
  orderTable,
  outlierTable,
} from "./report/views/first-looks.js";
export { peekingChart, peekingTable } from "./report/views/peeking.js";
export { neededTable, powerChart, powerTable } from "./report/views/power.js";
export { cleaningTable, faultTable, qualityChart, qualityTable } from "./report/views/quality.js";
export { profitPerSaleTable, promotionChart, seasonChart, spendByBandChart } from "./report/views/retail.js";
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
export { truthChart } from "./report/views/truth-chart.js";
export { checkSummary, discountTruth, responseTypesInTwoWorlds } from "./report/views/truth-tables.js";
export {
  amountInWords,
  differenceInWords,
  effectInWords,
  listInWords,
  moneyInWords,
  ratioInWords,
  reasonInWords,
  sizesInWords,
  undecidedInWords,
} from "./report/views/words.js";
// statistics
export { mean, median, quantile } from "./statistics/quantiles.js";
export { seededRandom } from "./statistics/random.js";
export { repeat } from "./statistics/repeat.js";
export { summarise } from "./statistics/summaries.js";
// synthetic
export { choice, coin, observedDifference, trueEffect } from "./synthetic/assignments.js";
export { bankCampaign, campaignByChoice } from "./synthetic/bank/campaign.js";
export { bankChecks } from "./synthetic/bank/checks.js";
export { choiceChecks } from "./synthetic/bank/choice-checks.js";
export { exampleCustomers, outcomesOf } from "./synthetic/bank/truth.js";
export { outboundCalls } from "./synthetic/calls/campaign.js";
export { callChecks } from "./synthetic/calls/checks.js";
export { channelChecks } from "./synthetic/channels/checks.js";
export { channelPerformance } from "./synthetic/channels/performance.js";
export { retailChecks } from "./synthetic/retail/checks.js";
export { retailSales } from "./synthetic/retail/sales.js";
export { shopChecks } from "./synthetic/shop/checks.js";
export { crmCustomers } from "./synthetic/shop/customers.js";
export { twinHouseholds } from "./synthetic/spillover.js";
// tables
export { cleanTables } from "./tables/cleaning/clean-table.js";
export { constantOf, frameData, namedColumns, numbersOf, shareOf, textsOf } from "./tables/columns.js";
export { dataReadme } from "./tables/contract/data-readme.js";
export { schemaAsJsonSchema } from "./tables/contract/json-schema.js";
export { controlOf, experimentsOf, tableSchema } from "./tables/contract/schema.js";
export { openDatabase } from "./tables/database.js";
export { callFileNames, makeCallFeatures } from "./tables/features/calls.js";
export { channelCells, channelCellTruth } from "./tables/features/channel-cells.js";
export { channelTruth } from "./tables/features/channel-truth.js";
export { channelCohorts, channelSums, kpiByImputation } from "./tables/features/channels.js";
export {
  CLUSTER_MEASURES,
  CRM_FEATURES,
  crmFileNames,
  makeCrmFeatures,
} from "./tables/features/crm-features.js";
export { describeColumns } from "./tables/features/described-columns.js";
export { experimentSummary } from "./tables/features/experiment.js";
export { discountExperiment } from "./tables/features/experiment-discount.js";
export { joinTable } from "./tables/features/join-report.js";
export { outlierReport } from "./tables/features/outliers.js";
export { outreachSales, saleDays } from "./tables/features/outreach.js";
export { knownSeasons, monthlySales, salesInTest, spendByDemographics } from "./tables/features/retail.js";
export {
  loadCleaned,
  loadExperiment,
  loadProcessed,
  loadSources,
  loadTruth,
} from "./tables/processed.js";
export { columnQuality } from "./tables/reading/column-quality.js";
export { proposeSchema } from "./tables/reading/guess.js";
export { NoTableRecognised } from "./tables/reading/own-files.js";
export { findingText } from "./tables/reading/quality.js";
export { saveCleaned, saveProcessed, writeRaw } from "./tables/save.js";
export { openWorkspace, type Workspace } from "./tables/workspace.js";
// trees
export { readableTree } from "./trees/readable-tree.js";
export { treeAsText } from "./trees/tree-text.js";
export type { Column, Estimate, Role, Table } from "./types.js";
