import { defineConfig } from 'vite';
import { bgscript } from './bgscript/vite.mjs';

// Your own plugins and settings for the tests go here.
export default defineConfig({ plugins: [bgscript()] });
