import { main } from '#server/main.ts';
import { demoWorld } from '#simulator/demo/world.ts';

await main(demoWorld);
