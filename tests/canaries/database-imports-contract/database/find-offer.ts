// breaks: tidy:imports
import { failures } from '#contract/failures.ts';

export const known = failures;
