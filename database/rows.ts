// Made by `npm run generate` from the migrated database. Changes belong into a migration.

/** A row of `advertisers`. */
export interface AdvertisersRow {
  tenant_id: string;
  id: string;
  name: string;
  created_at: string;
  modified_at: string;
}

/** A row of `age_ranges`. */
export interface AgeRangesRow {
  tenant_id: string;
  id: string;
  name: string;
  value_from: number | null;
  value_to: number | null;
  created_at: string;
  modified_at: string;
}

/** A row of `assets`. */
export interface AssetsRow {
  tenant_id: string;
  id: string;
  name: string;
  media_type: string;
  bytes: Buffer;
  created_at: string;
}

/** A row of `attempts`. */
export interface AttemptsRow {
  tenant_id: string;
  id: string;
  source_id: string;
  member_id: string;
  offer_id: string;
  run: number;
  status: string;
  is_test: boolean;
  first_click_id: string;
  first_click_at: string;
  last_click_id: string;
  last_click_at: string;
  last_session_id: string | null;
  offer_version_id: string;
  share_version_id: string | null;
  pinned_click_id: string | null;
  expires_at: string | null;
  completed_at: string | null;
  closed_at: string | null;
  created_at: string;
  completing_conversion_id: string | null;
  record_status: string;
}

/** A row of `audit`. */
export interface AuditRow {
  tenant_id: string;
  id: string;
  at: string;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  object_kind: string;
  object_id: string | null;
  before: unknown;
  after: unknown;
  request_id: string | null;
}

/** A row of `categories`. */
export interface CategoriesRow {
  tenant_id: string;
  id: string;
  name: string;
  created_at: string;
  modified_at: string;
}

/** A row of `changes`. */
export interface ChangesRow {
  seq: number;
  xid: string;
  tenant_id: string;
  kind: string;
  object_id: string | null;
}

/** A row of `claims`. */
export interface ClaimsRow {
  tenant_id: string;
  id: string;
  member_id: string;
  offer_id: string;
  offer_event_id: string | null;
  attempt_id: string | null;
  status: string;
  verdict: string | null;
  message: string | null;
  evidence: unknown;
  proof: Buffer | null;
  proof_type: string | null;
  answer: string | null;
  created_at: string;
  answered_at: string | null;
  outcome: string | null;
}

/** A row of `clicks`. */
export interface ClicksRow {
  tenant_id: string;
  id: string;
  offer_id: string;
  offer_version_id: string;
  share_id: string | null;
  share_version_id: string | null;
  partner_id: string | null;
  member_id: string;
  attempt_id: string | null;
  view_id: string | null;
  kind: string;
  is_test: boolean;
  params: unknown;
  country_code2: string | null;
  ip: string | null;
  user_agent: string | null;
  created_at: string;
}

/** A row of `conversion_history`. */
export interface ConversionHistoryRow {
  tenant_id: string;
  id: string;
  conversion_id: string;
  at: string;
  kind: string;
  from_status: string | null;
  to_status: string | null;
  reason: string | null;
  note: string | null;
  actor: string;
  raw_request_id: string | null;
}

/** A row of `conversion_keys`. */
export interface ConversionKeysRow {
  tenant_id: string;
  step_id: string;
  identity: string;
  conversion_id: string;
  external_id: string | null;
  member_id: string;
}

/** A row of `conversions`. */
export interface ConversionsRow {
  tenant_id: string;
  id: string;
  record_id: string;
  offer_id: string;
  offer_event_id: string | null;
  offer_version_id: string;
  share_id: string | null;
  share_version_id: string | null;
  partner_id: string | null;
  attempt_id: string;
  click_id: string;
  member_id: string;
  raw_request_id: string | null;
  status: string;
  rejection_reason: string | null;
  is_repeated: boolean;
  is_test: boolean;
  is_over_limit: boolean;
  flags: string[];
  arrived_at: string;
  user_completed_at: string;
  accepted_at: string | null;
  ripens_at: string | null;
  held_until: string | null;
  revenue: string | null;
  payout: string | null;
  reward: string | null;
  currency: string;
  reward_currency: string;
  reward_sent_at: string | null;
  created_at: string;
  modified_at: string;
}

/** A row of `cost_push_settings`. */
export interface CostPushSettingsRow {
  tenant_id: string;
  media_source: string;
  key_sealed: Buffer;
  modified_at: string;
  prepared_until: string;
}

/** A row of `cost_pushes`. */
export interface CostPushesRow {
  tenant_id: string;
  id: string;
  due_at: string;
  app_id: string;
  status: string;
  rows: number;
  tries: number;
  http_status: number | null;
  duration_ms: number | null;
  answer: string | null;
  next_try_at: string | null;
  created_at: string;
  sent_at: string | null;
  url: string;
  body: string;
  error: string | null;
}

/** A row of `counters`. */
export interface CountersRow {
  tenant_id: string;
  subject_id: string;
  share_id: string;
  window_kind: string;
  window_start: string;
  count: number;
  amount: string;
}

/** A row of `countries`. */
export interface CountriesRow {
  id: string;
  name: string;
  code2: string;
  code3: string;
  numeric: string;
}

/** A row of `currency_rates`. */
export interface CurrencyRatesRow {
  tenant_id: string;
  currency: string;
  valid_from: string;
  rate: string;
  created_at: string;
}

/** A row of `daily_totals`. */
export interface DailyTotalsRow {
  tenant_id: string;
  day: string;
  offer_id: string;
  source_id: string;
  views: number;
  clicks: number;
  conversions: number;
  rejected: number;
  revenue: string;
  payout: string;
  reward: string;
}

/** A row of `deliveries`. */
export interface DeliveriesRow {
  tenant_id: string;
  id: string;
  kind: string;
  conversion_id: string | null;
  conversion_status: string | null;
  offer_id: string | null;
  partner_id: string | null;
  member_id: string | null;
  endpoint_id: string | null;
  origin: string;
  method: string;
  url: string;
  body: string | null;
  headers: unknown;
  accepts: unknown;
  is_test: boolean;
  status: string;
  failure_reason: string | null;
  tries: number;
  next_try_at: string | null;
  give_up_at: string;
  last_status: number | null;
  created_at: string;
  delivered_at: string | null;
  modified_at: string;
  resent_after_tries: number;
}

/** A row of `delivery_leases`. */
export interface DeliveryLeasesRow {
  tenant_id: string;
  id: string;
  origin: string;
  delivery_ids: string[];
  next_tries_at: string[];
  places: string[];
  leased_until: string;
}

/** A row of `delivery_tries`. */
export interface DeliveryTriesRow {
  tenant_id: string;
  id: string;
  delivery_id: string;
  number: number;
  tried_at: string;
  status: number | null;
  duration_ms: number;
  error: string | null;
  answer: string | null;
}

/** A row of `due_deliveries`. */
export interface DueDeliveriesRow {
  tenant_id: string;
  origin: string;
  next_try_at: string;
  delivery_id: string;
}

/** A row of `endpoints`. */
export interface EndpointsRow {
  tenant_id: string;
  id: string;
  kind: string;
  partner_id: string | null;
  origin: string;
  is_on: boolean;
  off_reason: string | null;
  off_at: string | null;
  failing_since: string | null;
  last_success_at: string | null;
  next_probe_at: string | null;
  created_at: string;
}

/** A row of `genders`. */
export interface GendersRow {
  tenant_id: string;
  id: string;
  name: string;
  created_at: string;
  modified_at: string;
}

/** A row of `holds`. */
export interface HoldsRow {
  tenant_id: string;
  id: string;
  conversion_id: string;
  offer_id: string;
  offer_event_id: string | null;
  share_id: string | null;
  day: string;
  week: string;
  month: string;
  amount: string;
  taken_at: string;
  released_at: string | null;
}

/** A row of `idempotency_keys`. */
export interface IdempotencyKeysRow {
  tenant_id: string;
  principal_id: string;
  method: string;
  path: string;
  key: string;
  body_hash: Buffer;
  status: number | null;
  headers: unknown;
  answer: string | null;
  claimed_by: string;
  created_at: string;
}

/** A row of `job_files`. */
export interface JobFilesRow {
  tenant_id: string;
  job_id: string;
  part: number;
  bytes: Buffer;
}

/** A row of `job_rows`. */
export interface JobRowsRow {
  tenant_id: string;
  job_id: string;
  row: number;
  outcome: string;
  object_id: string | null;
  external_id: string | null;
  messages: string[];
  input: unknown;
}

/** A row of `jobs`. */
export interface JobsRow {
  tenant_id: string;
  id: string;
  kind: string;
  status: string;
  request_id: string | null;
  request_hash: Buffer | null;
  input: unknown;
  position: number;
  total: number | null;
  report: unknown;
  error: string | null;
  actor: string;
  leased_until: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  tries: number;
}

/** A row of `ledger_entries`. */
export interface LedgerEntriesRow {
  tenant_id: string;
  id: string;
  xid: string;
  posting_id: string;
  conversion_id: string;
  offer_id: string;
  account: string;
  party_id: string | null;
  phase: string;
  currency: string;
  amount: string;
  posted_at: string;
  seal_number: number | null;
}

/** A row of `ledger_seals`. */
export interface LedgerSealsRow {
  tenant_id: string;
  number: number;
  entries: number;
  previous_hash: Buffer;
  hash: Buffer;
  sealed_at: string;
  root: Buffer;
}

/** A row of `mails`. */
export interface MailsRow {
  tenant_id: string;
  id: string;
  recipient: string;
  subject: string;
  text_sealed: Buffer;
  tries: number;
  next_try_at: string;
  created_at: string;
}

/** A row of `members`. */
export interface MembersRow {
  tenant_id: string;
  id: string;
  source_id: string;
  pub_member_id: string | null;
  created_at: string;
  erased_at: string | null;
  scrubbed_at: string | null;
}

/** A row of `notifications`. */
export interface NotificationsRow {
  tenant_id: string;
  id: string;
  kind: string;
  title: string;
  body: string;
  object_kind: string | null;
  object_id: string | null;
  created_at: string;
  read_at: string | null;
  once_key: string | null;
}

/** A row of `offer_categories`. */
export interface OfferCategoriesRow {
  tenant_id: string;
  offer_id: string;
  category_id: string;
  position: number;
}

/** A row of `offer_events`. */
export interface OfferEventsRow {
  tenant_id: string;
  id: string;
  offer_id: string;
  event_id: string;
  daily_cap: number | null;
  weekly_cap: number | null;
  monthly_cap: number | null;
  all_time_cap: number | null;
  archived_at: string | null;
  created_at: string;
}

/** A row of `offer_genders`. */
export interface OfferGendersRow {
  tenant_id: string;
  offer_id: string;
  gender_id: string;
}

/** A row of `offer_placements`. */
export interface OfferPlacementsRow {
  tenant_id: string;
  offer_id: string;
  placement_id: string;
}

/** A row of `offer_totals`. */
export interface OfferTotalsRow {
  tenant_id: string;
  offer_id: string;
  views: number;
  clicks: number;
  conversions: number;
  revenue: string;
  last_revenue_at: string | null;
}

/** A row of `offer_versions`. */
export interface OfferVersionsRow {
  tenant_id: string;
  id: string;
  offer_id: string;
  number: number;
  valid_from: string;
  content: unknown;
  created_at: string;
  actor: string;
}

/** A row of `offers`. */
export interface OffersRow {
  tenant_id: string;
  id: string;
  source: string;
  external_id: string | null;
  revision: number;
  name: string;
  headline: string;
  offer_type: string;
  conversion_type: string;
  tracking_system: string;
  advertiser_id: string;
  age_id: string;
  device_types: string[];
  launch_date: string;
  end_date: string | null;
  is_paused: boolean;
  is_featured: boolean;
  budget_type: string;
  budget_amount: string;
  daily_cap: number | null;
  weekly_cap: number | null;
  monthly_cap: number | null;
  all_time_cap: number | null;
  baseline_epc: string;
  lock_baseline_epc: boolean;
  created_at: string;
  modified_at: string;
  source_paused_revision: number | null;
}

/** A row of `partner_postback_switches`. */
export interface PartnerPostbackSwitchesRow {
  tenant_id: string;
  partner_id: string;
  send_pending: boolean;
  send_rejected: boolean;
}

/** A row of `partner_postbacks`. */
export interface PartnerPostbacksRow {
  tenant_id: string;
  id: string;
  partner_id: string;
  offer_id: string | null;
  offer_event_id: string | null;
  url: string;
  created_at: string;
}

/** A row of `partners`. */
export interface PartnersRow {
  tenant_id: string;
  id: string;
  name: string;
  created_at: string;
  modified_at: string;
}

/** A row of `pitwall_migrations`. */
export interface PitwallMigrationsRow {
  name: string;
  sha256: string;
  applied_at: string;
}

/** A row of `placements`. */
export interface PlacementsRow {
  tenant_id: string;
  id: string;
  name: string;
  created_at: string;
  modified_at: string;
}

/** A row of `postback_pairs`. */
export interface PostbackPairsRow {
  tenant_id: string;
  id: string;
  tracking_system: string | null;
  segment_hash: Buffer;
  segment_sealed: Buffer;
  signature_hash: Buffer;
  signature_sealed: Buffer;
  created_at: string;
  valid_until: string | null;
}

/** A row of `raw_requests`. */
export interface RawRequestsRow {
  tenant_id: string;
  id: string;
  received_at: string;
  method: string;
  path: string;
  query: string | null;
  headers: unknown;
  body: string | null;
  ip: string | null;
  pair_id: string | null;
  fields: unknown;
  click_id: string | null;
  offer_id: string | null;
  outcome: string;
  reason: string | null;
  cause: string | null;
  conversion_id: string | null;
  warnings: string[];
  decided_at: string | null;
  decided_times: number;
}

/** A row of `scheduled_changes`. */
export interface ScheduledChangesRow {
  tenant_id: string;
  id: string;
  offer_id: string;
  offer_event_id: string | null;
  field: string;
  value: string;
  at: string;
  created_at: string;
}

/** A row of `sessions`. */
export interface SessionsRow {
  tenant_id: string;
  hash: Buffer;
  user_id: string;
  created_at: string;
  expires_at: string;
  last_seen_at: string;
  ip: string | null;
  user_agent: string | null;
}

/** A row of `settings`. */
export interface SettingsRow {
  tenant_id: string;
  revision: number;
  document: unknown;
  callback_header_value_sealed: Buffer | null;
  modified_at: string;
  callback_dialect_secret_sealed: Buffer | null;
}

/** A row of `share_versions`. */
export interface ShareVersionsRow {
  tenant_id: string;
  id: string;
  share_id: string;
  number: number;
  valid_from: string;
  terms: unknown;
  created_at: string;
  actor: string;
}

/** A row of `shares`. */
export interface SharesRow {
  tenant_id: string;
  id: string;
  partner_id: string;
  offer_id: string;
  is_active: boolean;
  daily_cap: number | null;
  weekly_cap: number | null;
  monthly_cap: number | null;
  all_time_cap: number | null;
  created_at: string;
  modified_at: string;
}

/** A row of `sign_in_links`. */
export interface SignInLinksRow {
  tenant_id: string;
  hash: Buffer;
  user_id: string;
  purpose: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

/** A row of `signing_secrets`. */
export interface SigningSecretsRow {
  tenant_id: string;
  id: string;
  purpose: string;
  partner_id: string | null;
  secret_sealed: Buffer;
  created_at: string;
  valid_until: string | null;
}

/** A row of `states`. */
export interface StatesRow {
  id: string;
  country_id: string;
  name: string;
  code: string;
}

/** A row of `tenants`. */
export interface TenantsRow {
  id: string;
  name: string;
  display_name: string;
  products: string[];
  status: string;
  time_offset: string;
  created_at: string;
}

/** A row of `tokens`. */
export interface TokensRow {
  tenant_id: string;
  id: string;
  name: string;
  scope: string;
  partner_id: string | null;
  advertiser_id: string | null;
  hash: Buffer;
  hint: string;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
}

/** A row of `users`. */
export interface UsersRow {
  tenant_id: string;
  id: string;
  email: string;
  name: string;
  role: string;
  partner_id: string | null;
  advertiser_id: string | null;
  password_hash: string | null;
  totp_seed_sealed: Buffer | null;
  status: string;
  created_at: string;
  modified_at: string;
  totp_pending_sealed: Buffer | null;
  totp_last_step: number | null;
  totp_failures: number;
  totp_blocked_until: string | null;
}

/** A row of `views`. */
export interface ViewsRow {
  tenant_id: string;
  id: string;
  offer_id: string;
  member_id: string;
  params: unknown;
  ip: string | null;
  user_agent: string | null;
  created_at: string;
}

/** A row of `worker_positions`. */
export interface WorkerPositionsRow {
  worker: string;
  position: string;
  moved_at: string;
}

/** Row types by table name. */
export interface Tables {
  advertisers: AdvertisersRow;
  age_ranges: AgeRangesRow;
  assets: AssetsRow;
  attempts: AttemptsRow;
  audit: AuditRow;
  categories: CategoriesRow;
  changes: ChangesRow;
  claims: ClaimsRow;
  clicks: ClicksRow;
  conversion_history: ConversionHistoryRow;
  conversion_keys: ConversionKeysRow;
  conversions: ConversionsRow;
  cost_push_settings: CostPushSettingsRow;
  cost_pushes: CostPushesRow;
  counters: CountersRow;
  countries: CountriesRow;
  currency_rates: CurrencyRatesRow;
  daily_totals: DailyTotalsRow;
  deliveries: DeliveriesRow;
  delivery_leases: DeliveryLeasesRow;
  delivery_tries: DeliveryTriesRow;
  due_deliveries: DueDeliveriesRow;
  endpoints: EndpointsRow;
  genders: GendersRow;
  holds: HoldsRow;
  idempotency_keys: IdempotencyKeysRow;
  job_files: JobFilesRow;
  job_rows: JobRowsRow;
  jobs: JobsRow;
  ledger_entries: LedgerEntriesRow;
  ledger_seals: LedgerSealsRow;
  mails: MailsRow;
  members: MembersRow;
  notifications: NotificationsRow;
  offer_categories: OfferCategoriesRow;
  offer_events: OfferEventsRow;
  offer_genders: OfferGendersRow;
  offer_placements: OfferPlacementsRow;
  offer_totals: OfferTotalsRow;
  offer_versions: OfferVersionsRow;
  offers: OffersRow;
  partner_postback_switches: PartnerPostbackSwitchesRow;
  partner_postbacks: PartnerPostbacksRow;
  partners: PartnersRow;
  pitwall_migrations: PitwallMigrationsRow;
  placements: PlacementsRow;
  postback_pairs: PostbackPairsRow;
  raw_requests: RawRequestsRow;
  scheduled_changes: ScheduledChangesRow;
  sessions: SessionsRow;
  settings: SettingsRow;
  share_versions: ShareVersionsRow;
  shares: SharesRow;
  sign_in_links: SignInLinksRow;
  signing_secrets: SigningSecretsRow;
  states: StatesRow;
  tenants: TenantsRow;
  tokens: TokensRow;
  users: UsersRow;
  views: ViewsRow;
  worker_positions: WorkerPositionsRow;
}

/** How statements write the types of columns, by table. */
export const columnTypes = {
  advertisers: { tenant_id: 'uuid', id: 'uuid', name: 'text', created_at: 'timestamp with time zone', modified_at: 'timestamp with time zone' },
  age_ranges: { tenant_id: 'uuid', id: 'uuid', name: 'text', value_from: 'integer', value_to: 'integer', created_at: 'timestamp with time zone', modified_at: 'timestamp with time zone' },
  assets: { tenant_id: 'uuid', id: 'uuid', name: 'text', media_type: 'text', bytes: 'bytea', created_at: 'timestamp with time zone' },
  attempts: { tenant_id: 'uuid', id: 'uuid', source_id: 'uuid', member_id: 'uuid', offer_id: 'uuid', run: 'integer', status: 'text', is_test: 'boolean', first_click_id: 'uuid', first_click_at: 'timestamp with time zone', last_click_id: 'uuid', last_click_at: 'timestamp with time zone', last_session_id: 'text', offer_version_id: 'uuid', share_version_id: 'uuid', pinned_click_id: 'uuid', expires_at: 'timestamp with time zone', completed_at: 'timestamp with time zone', closed_at: 'timestamp with time zone', created_at: 'timestamp with time zone', completing_conversion_id: 'uuid', record_status: 'text' },
  audit: { tenant_id: 'uuid', id: 'uuid', at: 'timestamp with time zone', actor_kind: 'text', actor_id: 'uuid', actor_name: 'text', action: 'text', object_kind: 'text', object_id: 'text', before: 'jsonb', after: 'jsonb', request_id: 'uuid' },
  categories: { tenant_id: 'uuid', id: 'uuid', name: 'text', created_at: 'timestamp with time zone', modified_at: 'timestamp with time zone' },
  changes: { seq: 'bigint', xid: 'xid8', tenant_id: 'uuid', kind: 'text', object_id: 'uuid' },
  claims: { tenant_id: 'uuid', id: 'uuid', member_id: 'uuid', offer_id: 'uuid', offer_event_id: 'uuid', attempt_id: 'uuid', status: 'text', verdict: 'text', message: 'text', evidence: 'jsonb', proof: 'bytea', proof_type: 'text', answer: 'text', created_at: 'timestamp with time zone', answered_at: 'timestamp with time zone', outcome: 'text' },
  clicks: { tenant_id: 'uuid', id: 'uuid', offer_id: 'uuid', offer_version_id: 'uuid', share_id: 'uuid', share_version_id: 'uuid', partner_id: 'uuid', member_id: 'uuid', attempt_id: 'uuid', view_id: 'uuid', kind: 'text', is_test: 'boolean', params: 'jsonb', country_code2: 'text', ip: 'text', user_agent: 'text', created_at: 'timestamp with time zone' },
  conversion_history: { tenant_id: 'uuid', id: 'uuid', conversion_id: 'uuid', at: 'timestamp with time zone', kind: 'text', from_status: 'text', to_status: 'text', reason: 'text', note: 'text', actor: 'text', raw_request_id: 'uuid' },
  conversion_keys: { tenant_id: 'uuid', step_id: 'uuid', identity: 'text', conversion_id: 'uuid', external_id: 'text', member_id: 'uuid' },
  conversions: { tenant_id: 'uuid', id: 'uuid', record_id: 'uuid', offer_id: 'uuid', offer_event_id: 'uuid', offer_version_id: 'uuid', share_id: 'uuid', share_version_id: 'uuid', partner_id: 'uuid', attempt_id: 'uuid', click_id: 'uuid', member_id: 'uuid', raw_request_id: 'uuid', status: 'text', rejection_reason: 'text', is_repeated: 'boolean', is_test: 'boolean', is_over_limit: 'boolean', flags: 'text[]', arrived_at: 'timestamp with time zone', user_completed_at: 'timestamp with time zone', accepted_at: 'timestamp with time zone', ripens_at: 'timestamp with time zone', held_until: 'timestamp with time zone', revenue: 'numeric(18,6)', payout: 'numeric(18,6)', reward: 'numeric(18,6)', currency: 'text', reward_currency: 'text', reward_sent_at: 'timestamp with time zone', created_at: 'timestamp with time zone', modified_at: 'timestamp with time zone' },
  cost_push_settings: { tenant_id: 'uuid', media_source: 'text', key_sealed: 'bytea', modified_at: 'timestamp with time zone', prepared_until: 'timestamp with time zone' },
  cost_pushes: { tenant_id: 'uuid', id: 'uuid', due_at: 'timestamp with time zone', app_id: 'text', status: 'text', rows: 'integer', tries: 'integer', http_status: 'integer', duration_ms: 'integer', answer: 'text', next_try_at: 'timestamp with time zone', created_at: 'timestamp with time zone', sent_at: 'timestamp with time zone', url: 'text', body: 'text', error: 'text' },
  counters: { tenant_id: 'uuid', subject_id: 'uuid', share_id: 'uuid', window_kind: 'text', window_start: 'date', count: 'bigint', amount: 'numeric(24,6)' },
  countries: { id: 'uuid', name: 'text', code2: 'text', code3: 'text', numeric: 'text' },
  currency_rates: { tenant_id: 'uuid', currency: 'text', valid_from: 'date', rate: 'numeric(24,12)', created_at: 'timestamp with time zone' },
  daily_totals: { tenant_id: 'uuid', day: 'date', offer_id: 'uuid', source_id: 'uuid', views: 'bigint', clicks: 'bigint', conversions: 'bigint', rejected: 'bigint', revenue: 'numeric(24,6)', payout: 'numeric(24,6)', reward: 'numeric(24,6)' },
  deliveries: { tenant_id: 'uuid', id: 'uuid', kind: 'text', conversion_id: 'uuid', conversion_status: 'text', offer_id: 'uuid', partner_id: 'uuid', member_id: 'uuid', endpoint_id: 'uuid', origin: 'text', method: 'text', url: 'text', body: 'text', headers: 'jsonb', accepts: 'jsonb', is_test: 'boolean', status: 'text', failure_reason: 'text', tries: 'integer', next_try_at: 'timestamp with time zone', give_up_at: 'timestamp with time zone', last_status: 'integer', created_at: 'timestamp with time zone', delivered_at: 'timestamp with time zone', modified_at: 'timestamp with time zone', resent_after_tries: 'integer' },
  delivery_leases: { tenant_id: 'uuid', id: 'uuid', origin: 'text', delivery_ids: 'uuid[]', next_tries_at: 'timestamp with time zone[]', places: 'tid[]', leased_until: 'timestamp with time zone' },
  delivery_tries: { tenant_id: 'uuid', id: 'uuid', delivery_id: 'uuid', number: 'integer', tried_at: 'timestamp with time zone', status: 'integer', duration_ms: 'integer', error: 'text', answer: 'text' },
  due_deliveries: { tenant_id: 'uuid', origin: 'text', next_try_at: 'timestamp with time zone', delivery_id: 'uuid' },
  endpoints: { tenant_id: 'uuid', id: 'uuid', kind: 'text', partner_id: 'uuid', origin: 'text', is_on: 'boolean', off_reason: 'text', off_at: 'timestamp with time zone', failing_since: 'timestamp with time zone', last_success_at: 'timestamp with time zone', next_probe_at: 'timestamp with time zone', created_at: 'timestamp with time zone' },
  genders: { tenant_id: 'uuid', id: 'uuid', name: 'text', created_at: 'timestamp with time zone', modified_at: 'timestamp with time zone' },
  holds: { tenant_id: 'uuid', id: 'uuid', conversion_id: 'uuid', offer_id: 'uuid', offer_event_id: 'uuid', share_id: 'uuid', day: 'date', week: 'date', month: 'date', amount: 'numeric(18,6)', taken_at: 'timestamp with time zone', released_at: 'timestamp with time zone' },
  idempotency_keys: { tenant_id: 'uuid', principal_id: 'uuid', method: 'text', path: 'text', key: 'text', body_hash: 'bytea', status: 'integer', headers: 'jsonb', answer: 'text', claimed_by: 'uuid', created_at: 'timestamp with time zone' },
  job_files: { tenant_id: 'uuid', job_id: 'uuid', part: 'integer', bytes: 'bytea' },
  job_rows: { tenant_id: 'uuid', job_id: 'uuid', row: 'bigint', outcome: 'text', object_id: 'uuid', external_id: 'text', messages: 'text[]', input: 'jsonb' },
  jobs: { tenant_id: 'uuid', id: 'uuid', kind: 'text', status: 'text', request_id: 'uuid', request_hash: 'bytea', input: 'jsonb', position: 'bigint', total: 'bigint', report: 'jsonb', error: 'text', actor: 'text', leased_until: 'timestamp with time zone', created_at: 'timestamp with time zone', started_at: 'timestamp with time zone', finished_at: 'timestamp with time zone', tries: 'integer' },
  ledger_entries: { tenant_id: 'uuid', id: 'uuid', xid: 'xid8', posting_id: 'uuid', conversion_id: 'uuid', offer_id: 'uuid', account: 'text', party_id: 'uuid', phase: 'text', currency: 'text', amount: 'numeric(18,6)', posted_at: 'timestamp with time zone', seal_number: 'bigint' },
  ledger_seals: { tenant_id: 'uuid', number: 'bigint', entries: 'integer', previous_hash: 'bytea', hash: 'bytea', sealed_at: 'timestamp with time zone', root: 'bytea' },
  mails: { tenant_id: 'uuid', id: 'uuid', recipient: 'text', subject: 'text', text_sealed: 'bytea', tries: 'integer', next_try_at: 'timestamp with time zone', created_at: 'timestamp with time zone' },
  members: { tenant_id: 'uuid', id: 'uuid', source_id: 'uuid', pub_member_id: 'text', created_at: 'timestamp with time zone', erased_at: 'timestamp with time zone', scrubbed_at: 'timestamp with time zone' },
  notifications: { tenant_id: 'uuid', id: 'uuid', kind: 'text', title: 'text', body: 'text', object_kind: 'text', object_id: 'text', created_at: 'timestamp with time zone', read_at: 'timestamp with time zone', once_key: 'text' },
  offer_categories: { tenant_id: 'uuid', offer_id: 'uuid', category_id: 'uuid', position: 'integer' },
  offer_events: { tenant_id: 'uuid', id: 'uuid', offer_id: 'uuid', event_id: 'text', daily_cap: 'bigint', weekly_cap: 'bigint', monthly_cap: 'bigint', all_time_cap: 'bigint', archived_at: 'timestamp with time zone', created_at: 'timestamp with time zone' },
  offer_genders: { tenant_id: 'uuid', offer_id: 'uuid', gender_id: 'uuid' },
  offer_placements: { tenant_id: 'uuid', offer_id: 'uuid', placement_id: 'uuid' },
  offer_totals: { tenant_id: 'uuid', offer_id: 'uuid', views: 'bigint', clicks: 'bigint', conversions: 'bigint', revenue: 'numeric(24,6)', last_revenue_at: 'timestamp with time zone' },
  offer_versions: { tenant_id: 'uuid', id: 'uuid', offer_id: 'uuid', number: 'integer', valid_from: 'timestamp with time zone', content: 'jsonb', created_at: 'timestamp with time zone', actor: 'text' },
  offers: { tenant_id: 'uuid', id: 'uuid', source: 'text', external_id: 'text', revision: 'integer', name: 'text', headline: 'text', offer_type: 'text', conversion_type: 'text', tracking_system: 'text', advertiser_id: 'uuid', age_id: 'uuid', device_types: 'text[]', launch_date: 'timestamp with time zone', end_date: 'timestamp with time zone', is_paused: 'boolean', is_featured: 'boolean', budget_type: 'text', budget_amount: 'numeric(18,6)', daily_cap: 'bigint', weekly_cap: 'bigint', monthly_cap: 'bigint', all_time_cap: 'bigint', baseline_epc: 'numeric(18,6)', lock_baseline_epc: 'boolean', created_at: 'timestamp with time zone', modified_at: 'timestamp with time zone', source_paused_revision: 'integer' },
  partner_postback_switches: { tenant_id: 'uuid', partner_id: 'uuid', send_pending: 'boolean', send_rejected: 'boolean' },
  partner_postbacks: { tenant_id: 'uuid', id: 'uuid', partner_id: 'uuid', offer_id: 'uuid', offer_event_id: 'uuid', url: 'text', created_at: 'timestamp with time zone' },
  partners: { tenant_id: 'uuid', id: 'uuid', name: 'text', created_at: 'timestamp with time zone', modified_at: 'timestamp with time zone' },
  pitwall_migrations: { name: 'text', sha256: 'text', applied_at: 'timestamp with time zone' },
  placements: { tenant_id: 'uuid', id: 'uuid', name: 'text', created_at: 'timestamp with time zone', modified_at: 'timestamp with time zone' },
  postback_pairs: { tenant_id: 'uuid', id: 'uuid', tracking_system: 'text', segment_hash: 'bytea', segment_sealed: 'bytea', signature_hash: 'bytea', signature_sealed: 'bytea', created_at: 'timestamp with time zone', valid_until: 'timestamp with time zone' },
  raw_requests: { tenant_id: 'uuid', id: 'uuid', received_at: 'timestamp with time zone', method: 'text', path: 'text', query: 'text', headers: 'jsonb', body: 'text', ip: 'text', pair_id: 'uuid', fields: 'jsonb', click_id: 'uuid', offer_id: 'uuid', outcome: 'text', reason: 'text', cause: 'text', conversion_id: 'uuid', warnings: 'text[]', decided_at: 'timestamp with time zone', decided_times: 'integer' },
  scheduled_changes: { tenant_id: 'uuid', id: 'uuid', offer_id: 'uuid', offer_event_id: 'uuid', field: 'text', value: 'numeric(18,6)', at: 'timestamp with time zone', created_at: 'timestamp with time zone' },
  sessions: { tenant_id: 'uuid', hash: 'bytea', user_id: 'uuid', created_at: 'timestamp with time zone', expires_at: 'timestamp with time zone', last_seen_at: 'timestamp with time zone', ip: 'text', user_agent: 'text' },
  settings: { tenant_id: 'uuid', revision: 'integer', document: 'jsonb', callback_header_value_sealed: 'bytea', modified_at: 'timestamp with time zone', callback_dialect_secret_sealed: 'bytea' },
  share_versions: { tenant_id: 'uuid', id: 'uuid', share_id: 'uuid', number: 'integer', valid_from: 'timestamp with time zone', terms: 'jsonb', created_at: 'timestamp with time zone', actor: 'text' },
  shares: { tenant_id: 'uuid', id: 'uuid', partner_id: 'uuid', offer_id: 'uuid', is_active: 'boolean', daily_cap: 'bigint', weekly_cap: 'bigint', monthly_cap: 'bigint', all_time_cap: 'bigint', created_at: 'timestamp with time zone', modified_at: 'timestamp with time zone' },
  sign_in_links: { tenant_id: 'uuid', hash: 'bytea', user_id: 'uuid', purpose: 'text', created_at: 'timestamp with time zone', expires_at: 'timestamp with time zone', used_at: 'timestamp with time zone' },
  signing_secrets: { tenant_id: 'uuid', id: 'uuid', purpose: 'text', partner_id: 'uuid', secret_sealed: 'bytea', created_at: 'timestamp with time zone', valid_until: 'timestamp with time zone' },
  states: { id: 'uuid', country_id: 'uuid', name: 'text', code: 'text' },
  tenants: { id: 'uuid', name: 'text', display_name: 'text', products: 'text[]', status: 'text', time_offset: 'interval', created_at: 'timestamp with time zone' },
  tokens: { tenant_id: 'uuid', id: 'uuid', name: 'text', scope: 'text', partner_id: 'uuid', advertiser_id: 'uuid', hash: 'bytea', hint: 'text', created_at: 'timestamp with time zone', expires_at: 'timestamp with time zone', revoked_at: 'timestamp with time zone', last_used_at: 'timestamp with time zone' },
  users: { tenant_id: 'uuid', id: 'uuid', email: 'text', name: 'text', role: 'text', partner_id: 'uuid', advertiser_id: 'uuid', password_hash: 'text', totp_seed_sealed: 'bytea', status: 'text', created_at: 'timestamp with time zone', modified_at: 'timestamp with time zone', totp_pending_sealed: 'bytea', totp_last_step: 'bigint', totp_failures: 'integer', totp_blocked_until: 'timestamp with time zone' },
  views: { tenant_id: 'uuid', id: 'uuid', offer_id: 'uuid', member_id: 'uuid', params: 'jsonb', ip: 'text', user_agent: 'text', created_at: 'timestamp with time zone' },
  worker_positions: { worker: 'text', position: 'text', moved_at: 'timestamp with time zone' },
} as const;
