// breaks: lint:eslint(no-restricted-globals)
export const ask = (): Promise<Response> => fetch('https://example.com');
