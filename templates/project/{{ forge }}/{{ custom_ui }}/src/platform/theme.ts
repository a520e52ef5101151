import { view } from '@forge/bridge';

/** Makes the page follow the theme of the product around it, dark mode included. */
export function followTheme(): Promise<void> {
  return view.theme.enable();
}
