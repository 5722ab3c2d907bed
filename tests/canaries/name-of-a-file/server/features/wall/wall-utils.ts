// breaks: tidy:names
export const half = 0.5;
