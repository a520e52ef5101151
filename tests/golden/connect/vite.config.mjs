// @ts-check
import { defineConfig } from 'vite';
import { bgscript } from './bgscript/vite.mjs';

// Your own plugins and settings go here, for build, preview and tests alike.
export default defineConfig({ plugins: [bgscript()] });
