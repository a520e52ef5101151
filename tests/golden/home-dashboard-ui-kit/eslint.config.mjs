// @ts-check
import { defineConfig } from 'eslint/config';
import bgscript from './bgscript/eslint.mjs';

// Your own rules go behind those of bgscript.
export default defineConfig(bgscript);
