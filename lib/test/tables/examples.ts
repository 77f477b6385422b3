import { existsSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.CAMPAIGN_LAB_REFERENCE_DATA ?? "";

/** A file of the reference data, or why tests that need it are skipped. */
export function referenceFile(name: string): { readonly path: string; readonly skip: string | false } {
  const path = join(folder, name);
  const isThere = folder !== "" && existsSync(path);
  return { path, skip: isThere ? false : `CAMPAIGN_LAB_REFERENCE_DATA has no ${name}` };
}

/** Kevin Hillstrom's e-mail test (MineThatData, 2008) as a reader would describe it: three arms, no id. */
export const HILLSTROM_SCHEMA = `tables:
  hillstrom:
    title: E-mails with men's or women's merchandise, or none
    file: hillstrom.csv.gz
    family: own
    currency: USD
    grain: one row per customer
    assignment: random
    population: customers who bought within the last twelve months
    period: two weeks after the e-mail, 2008
    source: MineThatData E-Mail Analytics challenge, Kevin Hillstrom
    key_figures:
      visited without an e-mail: { mean: visit, where: { segment: No E-Mail }, is: 0.106167 }
      visited after the men's e-mail: { mean: visit, where: { segment: Mens E-Mail }, is: 0.182757 }
      visited after the women's e-mail: { mean: visit, where: { segment: Womens E-Mail }, is: 0.151400 }
    columns:
      recency: { type: integer, unit: months, meaning: since the last purchase, role: feature, range: [1, 12], missing: not known }
      history_segment:
        type: text
        meaning: spend in the past year in seven classes
        role: feature
        levels: ["1) $0 - $100", "2) $100 - $200", "3) $200 - $350", "4) $350 - $500", "5) $500 - $750", "6) $750 - $1,000", "7) $1,000 +"]
        missing: not known
      history: { type: number, unit: USD, meaning: spend in the past year, role: feature, range: [0, null], missing: not known }
      mens: { type: integer, meaning: 1 bought men's merchandise, role: feature, levels: [0, 1], missing: not known }
      womens: { type: integer, meaning: 1 bought women's merchandise, role: feature, levels: [0, 1], missing: not known }
      zip_code: { type: text, meaning: kind of place, role: segment, levels: [Rural, Suburban, Urban], spellings: { Surburban: Suburban }, missing: not known }
      newbie: { type: integer, meaning: 1 is new since last year, role: feature, levels: [0, 1], missing: not known }
      channel: { type: text, meaning: where the customer bought, role: segment, levels: [Phone, Web, Multichannel], missing: not known }
      segment: { type: text, meaning: the e-mail that was sent, role: treatment, levels: [No E-Mail, Mens E-Mail, Womens E-Mail], control: No E-Mail, missing: never missing }
      visit: { type: integer, meaning: 1 visited the site, role: outcome, levels: [0, 1], missing: never missing }
      conversion: { type: integer, meaning: 1 bought, role: outcome, levels: [0, 1], missing: never missing }
      spend: { type: number, unit: USD, meaning: spend, role: value, range: [0, null], missing: nothing spent }
`;

/** Advertisements on Facebook (Kaggle, loveall/clicks-conversion-tracking): many of them, and nobody who saw none. */
export const KAG_SCHEMA = `tables:
  kag_conversion_data:
    title: Advertisements of three campaigns
    file: kag_conversion_data.csv
    family: own
    currency: currency of the account
    grain: one row per advertisement
    key: [ad_id]
    assignment: none
    source: public table "Sales Conversion Optimization" (Kaggle, loveall/clicks-conversion-tracking)
    key_figures:
      purchases: { sum: approved_conversion, is: 1079 }
      spend: { sum: spent, is: 58705.23 }
    columns:
      ad_id: { type: integer, meaning: number of the advertisement, role: id, missing: never missing }
      xyz_campaign_id: { type: integer, meaning: campaign, role: segment, levels: [916, 936, 1178], missing: never missing }
      fb_campaign_id: { type: integer, meaning: the same in another system, role: feature, missing: not known }
      age: { type: text, meaning: age of those who saw it, role: segment, levels: [30-34, 35-39, 40-44, 45-49], missing: not known }
      gender: { type: text, meaning: gender of those who saw it, role: segment, levels: [F, M], missing: not known }
      interest: { type: integer, meaning: code of an interest, role: feature, missing: not known }
      impressions: { file: Impressions, type: integer, meaning: times that it was shown, role: feature, range: [0, null], missing: not known }
      clicks: { file: Clicks, type: integer, meaning: clicks, role: feature, range: [0, null], missing: not known }
      spent: { file: Spent, type: number, meaning: paid for it, role: cost, range: [0, null], missing: not known }
      total_conversion: { file: Total_Conversion, type: integer, meaning: people who asked about the product, role: outcome, missing: never missing }
      approved_conversion: { file: Approved_Conversion, type: integer, meaning: people who bought, role: outcome, missing: never missing }
`;

/** Two small tables, one of which belongs to the other. */
export const CUSTOMERS_AND_CALLS = `
tables:
  customers:
    title: t
    file: customers.csv
    family: test
    currency: EUR
    grain: one row each
    assignment: none
    source: made by the test
    columns: { phone: { type: text, meaning: phone, role: id, missing: not known }, n: { type: integer, meaning: number, role: feature, missing: none } }
  calls:
    title: t
    file: calls.csv
    family: test
    currency: EUR
    grain: one row for each call
    assignment: none
    source: made by the test
    foreign_keys: [{ columns: [caller], table: customers, to: [phone] }]
    columns: { caller: { type: text, meaning: phone, role: id, missing: not known } }
`;
