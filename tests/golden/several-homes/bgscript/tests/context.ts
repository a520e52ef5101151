// Tests that fit every home run in the first one.
export { CONTEXT, PAGES } from './context.home-dashboard';
