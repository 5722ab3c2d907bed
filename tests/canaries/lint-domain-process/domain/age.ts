// breaks: lint:eslint(no-restricted-globals)
export const place = process.cwd();
