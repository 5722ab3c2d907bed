export { applyOf, planOf, readConfiguration } from './configure.ts';
