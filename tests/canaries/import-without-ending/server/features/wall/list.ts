// breaks: tidy:imports
import { rank } from './rank';

export const list = rank;
