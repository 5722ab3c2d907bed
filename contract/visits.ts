import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { commaList, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

const optional = Type.Optional;
const text = Type.String();
const tag = 'Views and clicks';

/** What made a click: somebody who followed it, or something that only looked at the link. */
export const clickKinds = ['followed', 'head', 'prefetch', 'bot'] as const;

const fields = {
  id: Uuid,
  createdAt: Instant,
  offerId: Uuid,
  offerName: text,
  pubMemberId: nullable(Type.String({ description: 'Null once the member was erased.' })),
  parameters: Type.Record(Type.String(), Type.String(), {
    description: 'The publisher parameters as received.',
  }),
  ip: nullable(text),
  userAgent: nullable(text),
};

/** A member opened the details of an offer. */
export const View = named('View', Type.Object(fields));
/** A member opened the details of an offer. */
export type View = Static<typeof View>;

/** A member followed the link to the advertiser. */
export const Click = named(
  'Click',
  Type.Object({
    ...fields,
    viewId: nullable(Uuid),
    partnerId: nullable(Uuid),
    partnerName: nullable(text),
    kind: oneOf(clickKinds, { description: 'Only `followed` clicks open attempts and count.' }),
    isTest: Type.Boolean(),
    countryCode2: nullable(text),
  }),
);
/** A member followed the link to the advertiser. */
export type Click = Static<typeof Click>;

const filters = {
  offer_id: optional(commaList(Uuid)),
  pub_member_id: optional(
    Type.String({ maxLength: 500, description: 'The whole text, in the letter case it was sent in.' }),
  ),
  from: optional(Instant),
  to: optional(Instant),
};
const description = 'Without `filter.from`, those of the last 31 days.';

/** Lists views. */
export const listViews = endpoint({
  id: 'listViews',
  method: 'GET',
  path: '/api/v1/views',
  tag,
  access: 'management',
  summary: 'Lists the openings of offer details, the newest first.',
  description,
  query: listQuery(['CreatedAt'] as const, filters),
  status: 200,
  data: pageSchema('ViewPage', View),
  isExportable: true,
});

/** Lists clicks. */
export const listClicks = endpoint({
  id: 'listClicks',
  method: 'GET',
  path: '/api/v1/clicks',
  tag,
  access: 'management',
  summary: 'Lists clicks of the own wall and of partner links, the newest first.',
  description: `${description} Test clicks are listed with \`filter.test=true\` only.`,
  query: listQuery(['CreatedAt'] as const, {
    ...filters,
    partner_id: optional(commaList(Uuid)),
    kind: optional(commaList(oneOf(clickKinds))),
    test: optional(Type.Boolean()),
  }),
  status: 200,
  data: pageSchema('ClickPage', Click),
  isExportable: true,
});

/** Every endpoint of views and clicks. */
export const visitEndpoints = [listViews, listClicks];
