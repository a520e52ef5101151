import { view } from '@forge/bridge';
import { within } from '../runtime/limit';

/** How long the first rendering waits for the theme. */
const THEME_LIMIT_MS = 2_000;

/**
 * Makes the page follow the theme of the product around it, dark mode included. Without the product's theme, theme.css
 * follows the browser's setting.
 */
export async function followTheme(): Promise<void> {
  try {
    await within(THEME_LIMIT_MS, view.theme.enable(), 'Enabling the theme');
  } catch (reason) {
    console.warn('The theme of the product is not available:', reason);
  }
}
