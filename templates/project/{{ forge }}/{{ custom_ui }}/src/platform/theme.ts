import { view } from '@forge/bridge';

/**
 * Makes the page follow the theme of the product around it, dark mode included. Without the product's theme, theme.css
 * follows the browser's setting.
 */
export async function followTheme(): Promise<void> {
  try {
    await view.theme.enable();
  } catch (reason) {
    console.warn('The theme of the product is not available:', reason);
  }
}
