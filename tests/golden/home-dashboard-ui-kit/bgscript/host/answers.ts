/**
 * What Jira and Confluence answer on this machine: sample answers for the calls that README.md shows. The preview and the
 * tests use them.
 */

/** What an app asked of a product. */
export interface ProductRequest {
  product: string;
  /** `none` is a call without asUser or asApp. */
  as: 'user' | 'app' | 'none';
  method: string;
  path: string;
  body: unknown;
}

/** A result, sent as JSON with status 200; or a function that makes a result or a whole `Response`. */
export type Answer = object | ((request: ProductRequest) => unknown);

/** Answers by method and path without parameters. */
export type Answers = Record<string, Answer>;

export const SAMPLES: Answers = {
  'GET /rest/api/3/search/jql': { issues: [{ id: '10000', key: 'DEMO-1', fields: { summary: 'An issue' } }] },
  'GET /wiki/api/v2/spaces': { results: [{ id: '10000', key: 'DEMO', name: 'A space' }] },
};

/** The name of a request in `Answers`. */
export function nameOf({ method, path }: Pick<ProductRequest, 'method' | 'path'>): string {
  return `${method} ${path.replace(/\?.*/, '')}`;
}

/** @returns undefined where none of the answers is for this request. */
export async function answerTo(request: ProductRequest, answers: Answers = SAMPLES): Promise<Response | undefined> {
  const answer = answers[nameOf(request)];
  if (!answer) return undefined;
  const result =
    typeof answer === 'function' ? await (answer as (request: ProductRequest) => unknown)(request) : answer;
  return result instanceof Response ? result : Response.json(result);
}
