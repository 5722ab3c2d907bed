import { describe, expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { livedWorld } from '#support/lived-world.ts';
import { rowsOf } from '#support/tracking.ts';
import { verifyDamaged } from '#support/verify-damaged.ts';
import { sealingWorker } from '../ledger/seal.ts';
import { verifyTenant } from './verify-tenant.ts';

const app = await testApp();
const tenant = await livedWorld(app);
await sealingWorker(app.context).takeTurn();

/** One row of a table of the tenant, chosen by a condition. */
const one = (table: string, condition = 'true') =>
  `(SELECT id FROM ${table} WHERE tenant_id = :tenant AND ${condition} ORDER BY id LIMIT 1)`;
const where = (table: string, condition?: string) =>
  `WHERE tenant_id = :tenant AND id = ${one(table, condition)}`;
const accepted = "status = 'Success' AND partner_id IS NULL AND offer_event_id IS NULL";
const copied = 'tenant_id, gen_random_uuid()';

describe('a verification', () => {
  it('finds nothing to say about a world that lived by the rules', async () => {
    const found: unknown[] = [];
    const report = await verifyTenant(app.context, tenant.id, {
      difference: (difference) => void found.push(difference),
      progress: () => {},
    });
    expect(found).toEqual([]);
    expect(report).toMatchObject({ withoutRequest: 0, unsealed: 0, differences: 0 });
    const conversions = await rowsOf(app, tenant, 'conversions');
    expect(report.conversions).toBe(conversions.length);
    const reasons = new Set(conversions.map((row) => row['rejection_reason'] ?? row['status']));
    expect(reasons).toEqual(new Set(['Success', 'Pending', 'Made Rejected', 'too_early', 'deadline_passed']));
    expect(await verifyDamaged(app, tenant)).toEqual([]);
  });

  it.each<[string, string[], string, RegExp]>([
    [
      'an altered amount in the ledger',
      [`UPDATE ledger_entries SET amount = amount + 0.000001 ${where('ledger_entries')}`],
      'ledger',
      /lacks the line/,
    ],
    [
      'an altered amount in the ledger, by its seal',
      [`UPDATE ledger_entries SET amount = amount + 0.000001 ${where('ledger_entries')}`],
      'chain',
      /not what was sealed/,
    ],
    [
      'a line taken out of the ledger',
      [`DELETE FROM ledger_entries ${where('ledger_entries')}`],
      'chain',
      /covers/,
    ],
    [
      'a line put into the ledger',
      [
        `INSERT INTO ledger_entries SELECT ${copied}, xid, posting_id, conversion_id, offer_id, account, party_id, phase, currency,
           amount, posted_at, NULL FROM ledger_entries ${where('ledger_entries')}`,
      ],
      'ledger',
      /nothing accounts for/,
    ],
    [
      'a seal taken out',
      ['DELETE FROM ledger_seals WHERE tenant_id = :tenant AND number = 1'],
      'chain',
      /not there/,
    ],
    [
      'a seal that says something else',
      ["UPDATE ledger_seals SET hash = '\\x00' WHERE tenant_id = :tenant AND number = 1"],
      'chain',
      /not the one of what it says/,
    ],
    ['a missing hold', [`DELETE FROM holds ${where('holds')}`], 'hold', /0 holds, but was accepted 1 times/],
    [
      'a hold of another amount',
      [`UPDATE holds SET amount = amount + 1 ${where('holds')}`],
      'hold',
      /its hold takes/,
    ],
    [
      'a hold that was given back although its conversion stands',
      [`UPDATE holds SET released_at = taken_at ${where('holds')}`],
      'hold',
      /but it stands/,
    ],
    [
      'a counter that is off by one',
      [
        `UPDATE counters SET count = count + 1 WHERE tenant_id = :tenant AND window_kind = 'Weekly'
           AND subject_id = ${one('offers')}`,
      ],
      'counter',
      /it counts/,
    ],
    [
      'a counter that is missing',
      [`DELETE FROM counters WHERE tenant_id = :tenant AND window_kind = 'Total'`],
      'counter',
      /it counts 0 and 0/,
    ],
    [
      'a callback that was never written',
      [`DELETE FROM deliveries ${where('deliveries', "kind = 'callback'")}`],
      'delivery',
      /0 callbacks tell of \w+, but 1 were due/,
    ],
    [
      'a partner postback too many',
      [
        `INSERT INTO deliveries (tenant_id, id, kind, conversion_id, conversion_status, origin, method, url, give_up_at, created_at,
           modified_at) SELECT ${copied}, kind, conversion_id, conversion_status, origin, method, url, give_up_at, created_at,
           modified_at FROM deliveries ${where('deliveries', "kind = 'partner_postback'")}`,
      ],
      'delivery',
      /3 partner postbacks tell of Success, but 2 were due/,
    ],
    [
      'a delivery that waits and is nowhere entered as due',
      [
        `UPDATE deliveries SET status = 'Waiting', next_try_at = created_at + interval '1 hour'
         ${where('deliveries', "kind = 'callback'")}`,
      ],
      'delivery',
      /not entered as due/,
    ],
    [
      'a callback that tells of another conversion',
      [
        `UPDATE deliveries SET body = replace(body, conversion_id::text, gen_random_uuid()::text)
         ${where('deliveries', "kind = 'callback'")}`,
      ],
      'delivery',
      /its body tells of/,
    ],
    [
      'a callback that tells of another status',
      [
        `UPDATE deliveries SET body = replace(body, '"status":"Success"', '"status":"Pending"')
         ${where('deliveries', "kind = 'callback' AND conversion_status = 'Success'")}`,
      ],
      'delivery',
      /its body tells of .* as Pending/,
    ],
    [
      'a callback that tells of more money',
      [
        `UPDATE deliveries SET body = replace(body, '"revenue":30,', '"revenue":31,')
         ${where('deliveries', `body LIKE '%"revenue":30,%' AND conversion_status = 'Success'`)}`,
      ],
      'delivery',
      /with revenue 31/,
    ],
    [
      'more conversions than a cap allowed',
      [
        `UPDATE offer_versions SET content = jsonb_set(content, '{allTimeCap}', '2')
         WHERE tenant_id = :tenant AND content ->> 'allTimeCap' = '3'`,
      ],
      'limit',
      /it was number 3 of at most 2 \(Total\)/,
    ],
    [
      'more conversions of a step than its cap allowed',
      [
        `UPDATE offer_versions SET content = jsonb_set(content, '{offerEvents,2,dailyCap}', '2')
         WHERE tenant_id = :tenant AND content ->> 'offerType' = 'MultiEvent'`,
      ],
      'limit',
      /it was number 3 of at most 2 \(Daily\)/,
    ],
    [
      'more money than a budget allowed',
      [
        `UPDATE offer_versions SET content = jsonb_set(content, '{budgetAmount}', '"59.5"')
         WHERE tenant_id = :tenant AND content ->> 'allTimeCap' = '3'`,
      ],
      'limit',
      /with it 60.000000 of at most 59.5 \(Daily\) were spent/,
    ],
    [
      'a status without a history',
      [
        `UPDATE conversions SET status = 'Rejected', rejection_reason = 'x' ${where('conversions', accepted)}`,
      ],
      'conversion',
      /status is Rejected, but should be Success/,
    ],
    [
      'a history that was taken away',
      [
        `DELETE FROM conversion_history WHERE tenant_id = :tenant AND conversion_id = ${one('conversions', accepted)}`,
      ],
      'conversion',
      /it has no history/,
    ],
    [
      'an altered revenue',
      [`UPDATE conversions SET revenue = revenue + 1 ${where('conversions', accepted)}`],
      'conversion',
      /revenue is 31, but should be 30/,
    ],
    [
      'a request that says another amount',
      [
        `UPDATE raw_requests SET query = replace(query, 'cnv_amount=5', 'cnv_amount=6')
         ${where('raw_requests', "query LIKE '%cnv_amount=5'")}`,
      ],
      'conversion',
      /revenue is 1.666667, but should be 2/,
    ],
    [
      'a refusal that the rules know nothing of',
      [
        `UPDATE conversion_history SET reason = 'too_early' ${where('conversion_history', "reason = 'deadline_passed'")}`,
        `UPDATE conversions SET rejection_reason = 'too_early' ${where('conversions', "rejection_reason = 'deadline_passed'")}`,
      ],
      'conversion',
      /decided Rejected \(too_early\), but by its request it is Rejected \(deadline_passed\)/,
    ],
    [
      'a second conversion of the same reaching',
      [
        `INSERT INTO conversion_history (tenant_id, id, conversion_id, at, kind, from_status, to_status)
         SELECT tenant_id, gen_random_uuid(), :tenant, at + interval '1 minute', kind, from_status, to_status
         FROM conversion_history WHERE tenant_id = :tenant AND conversion_id = ${one('conversions', accepted)}`,
        `INSERT INTO conversions (tenant_id, id, record_id, offer_id, offer_version_id, attempt_id, click_id, member_id,
           raw_request_id, status, arrived_at, user_completed_at, accepted_at, revenue, reward, currency, reward_currency,
           created_at, modified_at)
         SELECT tenant_id, :tenant, :tenant, offer_id, offer_version_id, attempt_id, click_id, member_id, raw_request_id,
           status, arrived_at, user_completed_at, accepted_at, revenue, reward, currency, reward_currency, created_at,
           modified_at FROM conversions ${where('conversions', accepted)}`,
      ],
      'conversion',
      /but by its request it is a duplicate/,
    ],
    [
      'an identity that nobody holds any more',
      [
        `DELETE FROM conversion_keys WHERE tenant_id = :tenant AND conversion_id = ${one('conversions', accepted)}`,
      ],
      'conversion',
      /identity is false/,
    ],
    [
      'a completion at another time',
      [
        `UPDATE conversions SET user_completed_at = user_completed_at - interval '1 hour' ${where('conversions')}`,
      ],
      'conversion',
      /userCompletedAt/,
    ],
    [
      'a conversion that is gone',
      [`DELETE FROM conversions ${where('conversions', accepted)}`],
      'request',
      /answered accepted/,
    ],
    [
      'an attempt that counts as completed too early',
      [
        `UPDATE attempts SET status = 'completed', closed_at = first_click_at ${where('attempts', "status <> 'completed'")}`,
      ],
      'attempt',
      /a required step is missing/,
    ],
    [
      'terms that are not those of the click',
      [`UPDATE attempts SET pinned_click_id = NULL ${where('attempts', 'pinned_click_id IS NOT NULL')}`],
      'attempt',
      /its terms are those of click null/,
    ],
    [
      'a day that counts more than happened',
      ['UPDATE daily_totals SET revenue = revenue + 1 WHERE tenant_id = :tenant AND conversions > 0'],
      'total',
      /it says/,
    ],
    [
      'a sum that ranks an offer higher',
      ['UPDATE offer_totals SET revenue = revenue + 1 WHERE tenant_id = :tenant AND conversions > 0'],
      'total',
      /it ranks by/,
    ],
  ])('finds %s', async (_damage, statements, subject, words) => {
    const found = await verifyDamaged(app, tenant, statements);
    expect(found).toContainEqual({
      subject,
      id: expect.any(String) as string,
      text: expect.stringMatching(words) as string,
    });
  });
});
