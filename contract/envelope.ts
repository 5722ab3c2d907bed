import { failures, failureTypes, type FailureType } from './failures.ts';
import { named, nullable, oneOf, Type, Uuid, type TSchema } from './schema.ts';

/** What every JSON answer is wrapped in. */
export interface Envelope<Data = unknown> {
  data: Data | null;
  responseId: string;
  isSuccessful: boolean;
  responseTitle: string;
  responseType: 'Success' | FailureType;
  messages: string[];
}

/** The envelope of a call that succeeded; `messages` may still hold a remark. */
export function successEnvelope<Data>(
  data: Data,
  responseId: string,
  messages: string[] = [],
): Envelope<Data> {
  return {
    data,
    responseId,
    isSuccessful: true,
    responseTitle: 'Success',
    responseType: 'Success',
    messages,
  };
}

/** What stands before and after the data of a call that succeeded without a remark, as JSON in ASCII. */
export function envelopeAround(responseId: string): readonly [before: string, after: string] {
  return ['{"data":', `,"responseId":"${responseId}",${afterResponseId}`];
}

const afterResponseId = JSON.stringify(successEnvelope(0, '')).split('"responseId":"",')[1] as string;

/** The envelope of a call that failed: no data, and one plain sentence for each fault. */
export function failureEnvelope(
  type: FailureType,
  responseId: string,
  messages: readonly string[],
): Envelope<null> {
  return {
    data: null,
    responseId,
    isSuccessful: false,
    responseTitle: failures[type].title,
    responseType: type,
    messages: [...messages],
  };
}

/** The schema of a successful answer around its data. */
export function successSchema(data: TSchema): TSchema {
  return Type.Object({
    data,
    responseId: Uuid,
    isSuccessful: Type.Boolean({ const: true }),
    responseTitle: Type.String({ const: 'Success' }),
    responseType: Type.String({ const: 'Success' }),
    messages: Type.Array(Type.String()),
  });
}

/** The schema of every failed answer. */
export const FailureSchema = named(
  'Failure',
  Type.Object(
    {
      data: nullable(Type.Object({})),
      responseId: Uuid,
      isSuccessful: Type.Boolean({ const: false }),
      responseTitle: Type.String({ examples: ['Validation error'] }),
      responseType: oneOf(failureTypes),
      messages: Type.Array(Type.String(), { examples: [['headline: is required']] }),
    },
    {
      description:
        'A call that failed. `messages` holds one sentence for each fault, beginning with the path of the field.',
    },
  ),
);
