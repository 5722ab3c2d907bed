// breaks: tidy:imports
import { readConfig } from '#server/config.ts';

export const settings = readConfig();
