// breaks: lint:eslint(no-restricted-imports)
import { readConfig } from '#server/config.ts';

export const read = readConfig;
