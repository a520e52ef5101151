// @ts-check
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What JavaScript has without an import. The compiler knows these names for TypeScript. */
const EVERYWHERE = 'console fetch URL URLSearchParams Response setTimeout clearTimeout structuredClone';
const IN_PREVIEW = `${EVERYWHERE} window document location history parent navigator localStorage sessionStorage
  addEventListener matchMedia getComputedStyle crypto BroadcastChannel performance requestAnimationFrame CSSStyleSheet CustomEvent EventSource
  MessageChannel MutationObserver Option RadioNodeList ReportingObserver ResizeObserver HTMLElement HTMLFormElement
  HTMLInputElement HTMLSelectElement HTMLTemplateElement HTMLTextAreaElement`;

export default defineConfig(
  globalIgnores(['build/', 'node_modules/', '.yarn/', '.pnp.*']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked, reactHooks.configs.flat.recommended],
    languageOptions: { parserOptions: { projectService: true } },
  },
  ofJavaScript(['**/*.mjs', 'bgscript/server/**/*.js'], `${EVERYWHERE} process exports`),
  ofJavaScript(['bgscript/{host,preview}/*.js'], IN_PREVIEW),
);

/**
 * @param {string[]} files
 * @param {string} names
 * @returns {Parameters<typeof defineConfig>[number]}
 */
function ofJavaScript(files, names) {
  /** @type {Record<string, 'readonly'>} */
  const globals = Object.fromEntries(names.split(/\s+/).map((name) => [name, 'readonly']));
  return { files, extends: [js.configs.recommended], languageOptions: { globals } };
}
