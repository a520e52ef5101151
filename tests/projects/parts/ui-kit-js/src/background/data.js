import { sampleData } from './sample';

/**
 * Yours: loads what every view on the page shows. It runs once for a page, however many views there are. When it throws,
 * the views have the state `error`.
 *
 * Call what your app has, in place of the sample data:
 * for a resolver, the script's module in manifest.yml needs a `resolver` first, as in
 *
 *     import { invoke } from '@forge/bridge';
 *     export const loadData = async (page) => await invoke('yours', { page });
 *
 * `page` is for data that depends on it: `page?.issue`, `page?.space`, `page?.dashboard`. They tell host pages apart, too.
 * The script is another module than your views, with another context, so send your resolver what it needs.
 *
 * @type {import('./script.js').Load}
 */
export const loadData = () => Promise.resolve({ ...sampleData, loadedAt: new Date().toISOString() });
