import type { Endpoint } from '#contract/endpoint.ts';

/** Which methods the paths of the API take. */
export interface PathTable {
  /** The methods that this path takes; none when it isn't one of ours. */
  methodsAt(path: string): string[];
}

/** Makes the table, so that a known path with another method is told apart from an unknown one. */
export function pathTable(endpoints: readonly Endpoint[]): PathTable {
  const entries = endpoints.flatMap(({ method, path, aliases = [] }) =>
    [path, ...aliases].map((one) => ({
      method,
      form: new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}/?$`),
    })),
  );
  return {
    methodsAt: (path) =>
      [
        ...new Set(entries.filter(({ form }) => form.test(path)).map(({ method }) => method as string)),
      ].toSorted(),
  };
}
