import type { ViewConfig } from '../../src/config';

/** What the owner's `Edit` gets. */
export interface EditProps {
  config: ViewConfig;
  onChange: (config: ViewConfig) => void;
  /** Why the last attempt to save failed, as the product reports it. */
  error: string | undefined;
}
