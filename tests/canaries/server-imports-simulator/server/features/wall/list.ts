// breaks: tidy:imports
import { world } from '#simulator/world.ts';

export const list = world;
