// breaks: tidy:imports
import { table } from '../operator-console/table.ts';

export const page = table;
