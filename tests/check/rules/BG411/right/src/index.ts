import Resolver from '@forge/resolver';
import api, { route } from '@forge/api';

const resolver = new Resolver();
resolver.define('getData', async ({ payload }) => {
  const issue = await api.asUser().requestJira(route`/rest/api/3/search/jql?jql=${payload.jql}`);
  return issue.json();
});
export const handler = resolver.getDefinitions();
