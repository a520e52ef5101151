import { host } from './ap';

/**
 * Makes the page follow Jira's theme, dark mode included: all.js marks the page and loads Atlassian's design tokens.
 * Without a host, theme.css follows the browser's setting.
 */
export function followTheme(): Promise<void> {
  host().theming?.initializeTheming();
  return Promise.resolve();
}
