import { startScript } from '#bgscript/script';
import { loadData } from './data';

await startScript(loadData);
