// breaks: tidy:engine
import { inEngine } from '#database/transaction.ts';

export const list = inEngine;
