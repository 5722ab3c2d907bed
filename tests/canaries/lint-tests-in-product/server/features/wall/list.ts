// breaks: lint:eslint(no-restricted-imports)
import { testDatabase } from '#support/database.ts';

export const list = testDatabase;
