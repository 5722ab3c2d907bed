// breaks: tidy:imports
import { testDatabase } from '#support/database.ts';

export const list = testDatabase;
