import { deliveryKinds } from './deliveries.ts';
import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { commaList, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

const path = '/api/v1/delivery-endpoints';
const tag = 'Deliveries';

/** A receiver of deliveries, by the origin of its address, and its health. */
export const DeliveryEndpoint = named(
  'DeliveryEndpoint',
  Type.Object({
    id: Uuid,
    kind: oneOf(deliveryKinds),
    partnerId: nullable(Uuid),
    partnerName: nullable(Type.String()),
    origin: Type.String({ examples: ['https://example.com'] }),
    isOn: Type.Boolean(),
    offReason: nullable(
      Type.String({
        description: '`gone`: it answered 410. `failing`: it failed for 3 days. `operator`: by hand.',
      }),
    ),
    offAt: nullable(Instant),
    failingSince: nullable(Instant),
    lastSuccessAt: nullable(Instant),
    nextProbeAt: nullable(Instant),
    createdAt: Instant,
  }),
);
/** A receiver of deliveries, by the origin of its address, and its health. */
export type DeliveryEndpoint = Static<typeof DeliveryEndpoint>;

/** Lists receivers. */
export const listDeliveryEndpoints = endpoint({
  id: 'listDeliveryEndpoints',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists the receivers of callbacks and partner postbacks with their health.',
  query: listQuery(['CreatedAt', 'Origin'], {
    kind: Type.Optional(commaList(oneOf(deliveryKinds))),
    partner_id: Type.Optional(commaList(Uuid)),
    is_on: Type.Optional(Type.Boolean()),
  }),
  status: 200,
  data: pageSchema('DeliveryEndpointPage', DeliveryEndpoint),
});

/** Switches a receiver on or off. */
export const switchDeliveryEndpoint = endpoint({
  id: 'switchDeliveryEndpoint',
  method: 'PATCH',
  path: `${path}/{id}`,
  tag,
  access: 'management',
  summary: 'Switches a receiver on or off.',
  description: 'Off: what waits for it fails, and what follows fails at once; all of it can be sent again.',
  params: Type.Object({ id: Uuid }),
  body: named('DeliveryEndpointSwitch', Type.Object({ isOn: Type.Boolean() })),
  bodyExample: { isOn: true },
  status: 200,
  data: DeliveryEndpoint,
});

/** Every endpoint of receivers. */
export const receiverEndpoints = [listDeliveryEndpoints, switchDeliveryEndpoint];
