import type { SharedData } from './contract';
import { sampleData } from './sample';
import type { Load } from './script.js';

/**
 * Yours: loads what every view on the page shows. It runs once for a page, however many views there are. When it throws,
 * the views have the state `error`.
 *
 * Call what your app has, in place of the sample data:
 * the endpoint `remote` of manifest.yml, as in
 *
 *     import { invokeRemote } from '@forge/bridge';
 *     export const loadData: Load<SharedData> = async (page) =>
 *       (await invokeRemote({ path: '/yours', method: 'GET' })).body as SharedData;
 *
 * `page` is for data that depends on it: `page?.issue`, `page?.space`, `page?.dashboard`. They tell host pages apart, too.
 * The script is another module than your views, with another context, so send your resolver what it needs.
 *
 * `contract.ts` has the type of the data, and `sample.ts` is of that type: change them, too.
 */
export const loadData: Load<SharedData> = () => Promise.resolve({ ...sampleData, loadedAt: new Date().toISOString() });
