import type { TrackingSystem as TrackingSystemName } from '../offer.ts';
import type {
  ClickOut,
  InboundParameter,
  PostbackField,
  PostbackIn,
  TemplateParameter,
  TrackingSystem,
  ValueForm,
} from './types.ts';

/** Our own parameter of each field; these always work, whatever the tracking system. */
export const ownParameters: readonly InboundParameter[] = [
  inbound('clickId', 'gk_click_id'),
  inbound('eventId', 'cnv_event_id'),
  inbound('amount', 'cnv_amount'),
  inbound('currency', 'cnv_currency'),
  inbound('conversionId', 'cnv_conversion_id'),
  inbound('ip', 'cnv_conversion_ip_address'),
  inbound('email', 'cnv_email'),
  inbound('userId', 'cnv_user_id'),
  inbound('sub1', 'cnv_sub_1'),
  inbound('sub2', 'cnv_sub_2'),
  inbound('sub3', 'cnv_sub_3'),
  inbound('sub4', 'cnv_sub_4'),
  inbound('sub5', 'cnv_sub_5'),
];

/** The names that affiliate software of every kind tends to use; the shared preset reads these. */
export const conventionalParameters: readonly InboundParameter[] = [
  ...inboundNames('clickId', ['click_id', 'clickid', 'clickId', 'subid', 'sub_id', 'subId', 'aff_sub']),
  ...inboundNames('eventId', ['event_id', 'event_name', 'event', 'goal_id', 'goal']),
  ...inboundNames('amount', ['sale_amount', 'amount', 'revenue', 'payout']),
  ...inboundNames('currency', ['currency']),
  ...inboundNames('conversionId', ['conversion_id', 'transaction_id', 'txid', 'trans_id']),
  ...inboundNames('ip', ['ip', 'ip_address', 'user_ip']),
  ...inboundNames('email', ['email']),
  ...inboundNames('userId', ['user_id']),
];

/** One inbound parameter; `form` is `text` unless the system writes the value in another way. */
export function inbound(field: PostbackField, parameter: string, form: ValueForm = 'text'): InboundParameter {
  return { field, parameter, form };
}

/** Several names for one field, the preferred first. */
export function inboundNames(field: PostbackField, parameters: readonly string[]): InboundParameter[] {
  return parameters.map((parameter) => inbound(field, parameter));
}

/** One parameter of a ready postback URL, under our own name for the field. */
export function fills(field: PostbackField, macro: string, form: ValueForm = 'text'): TemplateParameter {
  const own = ownParameters.find((candidate) => candidate.field === field);
  return { parameter: own?.parameter ?? field, field, macro, form };
}

/** A parameter of a ready postback URL that keeps the system's own name, where we have none (time). */
export function fillsOwn(
  field: PostbackField,
  parameter: string,
  macro: string,
  form: ValueForm,
): TemplateParameter {
  return { parameter, field, macro, form };
}

type ClickOutParts = Partial<ClickOut> & { parameter: string };
type PostbackInParts = Partial<PostbackIn> & { parameters: readonly InboundParameter[] };
type OwnParts = Pick<TrackingSystem, 'name' | 'title' | 'sources' | 'template'> & {
  clickOut: ClickOutParts;
  postbackIn: PostbackInParts;
} & Partial<Pick<TrackingSystem, 'macroBraces' | 'setUp' | 'answer' | 'networks' | 'notes'>>;

/** A tracking system with facts of its own; everything left out takes the usual value. */
export function ownSystem(parts: OwnParts): TrackingSystem {
  return {
    name: parts.name,
    title: parts.title,
    preset: 'own',
    clickOut: {
      alternatives: [],
      strict: true,
      extras: [],
      cost: null,
      nestedUrlParameters: null,
      ...parts.clickOut,
    },
    postbackIn: { jsonField: null, method: 'GET', ...parts.postbackIn },
    macroBraces: parts.macroBraces ?? ['{', '}'],
    template: parts.template,
    setUp: parts.setUp ?? 'postback-url',
    answer: parts.answer ?? null,
    networks: parts.networks ?? [],
    sources: parts.sources,
    notes: parts.notes ?? [],
  };
}

type GenericParts = { name: TrackingSystemName; title: string } & Partial<
  Pick<TrackingSystem, 'macroBraces' | 'template' | 'sources' | 'notes' | 'networks' | 'answer'>
> & { clickParameter?: string; alternatives?: readonly string[]; parameters?: readonly InboundParameter[] };

/** By convention a macro has the name of the link's parameter that it gives back. */
function conventionalTemplate(clickParameter: string): readonly TemplateParameter[] {
  return [
    fills('clickId', `{${clickParameter}}`),
    fills('eventId', '{event_id}'),
    fills('amount', '{amount}'),
    fills('conversionId', '{transaction_id}'),
  ];
}

/**
 * A tracking system on the shared preset: the click id goes out under the system's conventional
 * parameter (`click_id` where none is known) and comes back under it or any conventional name.
 */
export function genericSystem(parts: GenericParts): TrackingSystem {
  const clickParameter = parts.clickParameter ?? 'click_id';
  const own = parts.parameters ?? [];
  return {
    ...ownSystem({
      name: parts.name,
      title: parts.title,
      clickOut: { parameter: clickParameter, alternatives: parts.alternatives ?? [], strict: false },
      postbackIn: {
        parameters: withoutRepeats([inbound('clickId', clickParameter), ...own, ...conventionalParameters]),
      },
      template: parts.template ?? conventionalTemplate(clickParameter),
      macroBraces: parts.macroBraces ?? ['{', '}'],
      sources: parts.sources ?? [],
      notes: parts.notes ?? [],
      networks: parts.networks ?? [],
      answer: parts.answer ?? null,
    }),
    preset: 'generic',
  };
}

// A name that a system uses for one field must not be read again for another by the conventional list.
function withoutRepeats(parameters: readonly InboundParameter[]): InboundParameter[] {
  const seen = new Set<string>();
  return parameters.filter(({ parameter }) => {
    if (seen.has(parameter)) return false;
    seen.add(parameter);
    return true;
  });
}
