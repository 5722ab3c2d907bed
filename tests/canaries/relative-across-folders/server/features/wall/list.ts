// breaks: tidy:imports
import { rank } from '../../../domain/ranking/rank.ts';

export const list = rank;
