import ForgeReconciler from '@forge/react';
import { createElement, Fragment } from 'react';
import { startScript } from './script.js';
import { loadData } from './data';

ForgeReconciler.render(createElement(Fragment)); // shows nothing; the host waits for a first rendering
startScript(loadData);
