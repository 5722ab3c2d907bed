// breaks: lint:eslint(no-restricted-imports)
import { connectDatabase } from '#database/connect.ts';

export const connect = connectDatabase;
