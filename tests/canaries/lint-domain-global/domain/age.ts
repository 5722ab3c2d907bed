// breaks: lint:eslint(no-restricted-globals)
export const world: unknown = globalThis;
