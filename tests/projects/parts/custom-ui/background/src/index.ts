import { startScript } from '#bgscript/script';

import { loadData } from './data';

startScript(loadData);
