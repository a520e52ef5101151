import { host } from './ap';

/**
 * Makes the page follow Jira's theme, dark mode included: all.js marks the page and loads Atlassian's design tokens.
 * Where there is no host, theme.css goes by what the browser prefers.
 */
export function followTheme(): void {
  host().theming?.initializeTheming();
}
