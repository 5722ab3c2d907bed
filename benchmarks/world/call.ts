/** Data of an answer, as far as a run reads it. */
interface AnswerData {
  readonly id: string;
  readonly url: string;
  readonly items: readonly { readonly id: string }[];
}

/** A call of the API. */
export type Call = (method: string, path: string, body?: object) => Promise<AnswerData>;

/** Calls the API of a server as an operator; anything but success is an error. */
export function caller(origin: string, token: string): Call {
  return async (method, path, body) => {
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers: { authorization: `ApiToken ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (answer.status === 204) return { id: '', url: '', items: [] };
    const { data, messages } = (await answer.json()) as { data: AnswerData; messages: string[] };
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${messages.join('; ')}`);
    return data;
  };
}
