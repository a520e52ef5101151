import { widget, widgetEdit } from '@forge/dashboards-bridge';
import { parseConfig } from '../../src/config';
import { HOST_LIMIT_MS, within } from '../runtime/limit';
import { getContext } from './context';
import { isPreview } from './context.home-dashboard';

/** What was saved for this widget; `undefined` if nobody has configured it. A preview shows the defaults. */
export async function savedConfig(): Promise<unknown> {
  const context = await getContext();
  if (!isPreview(context)) return context.config;
  const config = { ...parseConfig(undefined) };
  await within(HOST_LIMIT_MS, widget.setPreviewConfig(config), 'Setting the preview').catch((reason: unknown) =>
    console.warn('No settings for the preview:', reason),
  );
  return config;
}

/** An edit view's connection to the dashboard. */
export interface Editing {
  /** Updates the dashboard's live preview. The dashboard's Save button stores the latest change. */
  change(config: object): void;
  /**
   * Calls `failed` with the dashboard's reason when it could not save.
   *
   * @returns a function that removes the callback.
   */
  onSaveError(failed: (reason: string) => void): () => void;
}

/**
 * Connects an edit view with the dashboard, which owns the Save button. Keys that this version of the app does not know
 * are kept.
 *
 * @param saved what `savedConfig` gave.
 * @param config what to store if nobody changes anything.
 */
export async function startEditing(saved: unknown, config: object): Promise<Editing> {
  let current: Record<string, unknown> = { ...(saved as object | undefined), ...config };
  let onError: ((reason: string) => void) | undefined;
  let early: string | undefined; // the reason of a failure that comes before the fields are on the page
  // Without this, the dashboard saves nothing.
  await widgetEdit.onProductSave((known) => Promise.resolve({ ...known, ...current }));
  await widgetEdit.onSaveError(({ message }) => {
    if (onError) onError(message);
    else early = message;
  });

  return {
    change(changed) {
      current = { ...current, ...changed };
      widgetEdit.updateConfig(current).catch((reason: unknown) => {
        console.warn('The live preview was not updated:', reason);
      });
    },
    onSaveError(failed) {
      onError = failed;
      if (early !== undefined) failed(early);
      early = undefined;
      return () => {
        onError = undefined;
      };
    },
  };
}
