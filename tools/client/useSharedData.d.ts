/* eslint-disable */
import { ViewState } from './client.js'; // TypeScript 3.7 knows no `import type`

/**
 * The state of the data that the app's background script shares, and a function that loads it again. For React 16.8 or newer,
 * and for UI Kit. Written by bgscript, and kept current by `bgscript update`.
 *
 *     import { useSharedData } from './background/useSharedData.js';
 *     const [state, reload] = useSharedData();
 *
 * `Data` is the type of the data, as in `useSharedData<SharedData>()`; without it, it is `any`.
 *
 * @param name the data set, if the script shares more than one.
 * @param sample what to show in the list from which people add widgets to dashboards of Atlassian Home: no script runs there.
 */
export declare function useSharedData<Data = any>(name?: string, sample?: Data): [ViewState<Data>, () => void];
