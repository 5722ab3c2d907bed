// breaks: lint:eslint(no-restricted-globals)
export const year = (): number => new Date().getUTCFullYear();
