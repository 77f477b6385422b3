import assert from "node:assert/strict";
import test from "node:test";
import {
  CAMPAIGNS,
  CHANNELS,
  channelTruth,
  REGIONS,
  SEGMENTS,
  type Target,
} from "../../../synthetic/channels/rules.js";
import { near } from "../../near.js";

const target = (channel: string, segment: (typeof SEGMENTS)[number], campaign = 1): Target => ({
  campaign: campaign - 1,
  channel: CHANNELS.findIndex(({ name }) => name === channel),
  segment: SEGMENTS.indexOf(segment),
  region: REGIONS.indexOf("East"),
  habit: 1,
});

test("a retiree reached by Email in CAMPAIGN_1: 0.05 × 0.9 anyway, 1.9 × 0.07 more when served", () => {
  const truth = channelTruth(target("Email", "Retirees"));
  near(truth.control, 0.045, 1e-12);
  near(truth.treated, 0.178, 1e-12);
  assert.equal(truth.basket, 55);
});

test("a frequent buyer in the North buys 1.1 × 1.5 times as often, served or not", () => {
  const usual = channelTruth(target("SMS", "Students"));
  const frequent = channelTruth({
    ...target("SMS", "Students"),
    region: REGIONS.indexOf("North"),
    habit: 1.5,
  });
  near(frequent.control, 1.65 * usual.control, 1e-12);
  near(frequent.treated, 1.65 * usual.treated, 1e-12);
});

test("Search sells most per dollar without the campaign and causes nothing in any campaign", () => {
  for (let campaign = 1; campaign <= 10; campaign++) {
    const { control, treated } = channelTruth(target("Search", "Professionals", campaign));
    assert.equal(treated, control);
  }
  const perDollar = CHANNELS.map(({ anyway, cost }) => anyway / cost);
  assert.equal(perDollar.indexOf(Math.max(...perDollar)), 3);
});

// Of ten pairs of channels in four segments, the four named in rules.ts do the same; counted over all 40.
test("36 of 40 pairs of channels within segments differ, and 4 do the same", () => {
  const same: string[] = [];
  for (const segment of SEGMENTS) {
    CHANNELS.forEach(({ name: first }, i) => {
      for (const { name: second } of CHANNELS.slice(i + 1)) {
        const [a, b] = [first, second].map((channel) => channelTruth(target(channel, segment)));
        if (a.control === b.control && a.treated === b.treated) same.push(`${first}, ${second}: ${segment}`);
      }
    });
  }
  assert.deepEqual(same, [
    "Email, SMS: Retirees",
    "Display Ads, Social Media: Retirees",
    "Email, SMS: Young Adults",
    "Display Ads, Social Media: Professionals",
  ]);
});

test("one campaign puts people off, three hold nobody out, and every probability is one", () => {
  assert.deepEqual(
    CAMPAIGNS.filter(({ strength }) => strength < 0).map(({ name }) => name),
    ["CAMPAIGN_7"],
  );
  assert.deepEqual(
    CAMPAIGNS.map(({ propensity }) => propensity),
    [0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 1, 1, 1],
  );
  for (let campaign = 1; campaign <= 10; campaign++) {
    for (const { name } of CHANNELS) {
      for (const segment of SEGMENTS) {
        const { control, treated } = channelTruth({
          ...target(name, segment, campaign),
          region: 0,
          habit: 1.5,
        });
        assert.ok(control > 0 && treated > 0 && treated < 1, `${name} ${segment} ${campaign}`);
      }
    }
  }
});

test("the channels of the mix that do the same to somebody have the same share of every campaign", () => {
  for (const { mix } of CAMPAIGNS) {
    assert.equal(mix[0], mix[4]);
    assert.equal(mix[1], mix[2]);
    near(
      mix.reduce((sum, share) => sum + share, 0),
      100,
      1e-9,
    );
  }
});
