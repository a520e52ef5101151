import { StrictMode, useEffect, useState, type ComponentType } from 'react';
import ForgeReconciler from '@forge/react';
import { parseConfig, type ViewConfig } from '../../src/config';
import type { EditProps } from './editProps';
import { savedConfig, startEditing, type Editing } from '../platform/config';
import { Boundary } from './Boundary';
import { HOST_LIMIT_MS, within } from './limit';
import { textOf } from './load';
import { report, reportUncaught } from './report';

/** Shows the widget's edit view. The dashboard around it has the Save button; the fields are in `Edit`. */
export async function showEdit(Edit: ComponentType<EditProps>): Promise<void> {
  reportUncaught();
  const saved = await savedConfig();
  const starting = startEditing(saved, parsed(saved));
  const editing = await within(HOST_LIMIT_MS, starting, 'Connecting with the dashboard').catch((reason: unknown) =>
    report('The dashboard does not save these settings:', reason),
  );
  ForgeReconciler.render(
    <StrictMode>
      <Boundary text="An error in this app keeps it from showing these settings.">
        <Settings Edit={Edit} saved={saved} editing={editing} />
      </Boundary>
    </StrictMode>,
  );
}

/** What `saved` means, for the dashboard. An error in `parseConfig` is shown when it throws again, in the boundary. */
function parsed(saved: unknown): object {
  try {
    return parseConfig(saved);
  } catch {
    return {};
  }
}

interface SettingsProps {
  Edit: ComponentType<EditProps>;
  saved: unknown;
  /** Nothing if the dashboard does not answer. */
  editing: Editing | void;
}

function Settings({ Edit, saved, editing }: SettingsProps) {
  const [draft, setDraft] = useState(() => parseConfig(saved));
  const [error, setError] = useState(editing ? undefined : 'the dashboard does not answer.');

  useEffect(() => editing?.onSaveError(setError), [editing]);

  function change(changed: ViewConfig): void {
    setDraft(changed);
    if (!editing) return;
    try {
      editing.change(parseConfig(changed));
      setError(undefined);
    } catch (reason) {
      setError(textOf(reason));
    }
  }

  return <Edit config={draft} onChange={change} error={error} />;
}
