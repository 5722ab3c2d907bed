// breaks: tidy:environment
export const pageSize = Number(process.env.PAGE_SIZE);
