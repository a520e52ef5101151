// Tests that fit every target run in the first one.
export { CONTEXT, PAGES } from './context.home-dashboard';
