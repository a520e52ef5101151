import ForgeReconciler from '@forge/react';
import { createElement, Fragment } from 'react';

import { loadData } from './data';
import { startScript } from './script.js';

ForgeReconciler.render(createElement(Fragment)); // shows nothing; the host waits for a first rendering
startScript(loadData);
