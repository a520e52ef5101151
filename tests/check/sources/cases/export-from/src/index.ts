export { run as handler } from './resolver';
