/** The widget's edit view. The dashboard around it has the Save button; the fields are in Edit.tsx. */
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { parseConfig, type ViewConfig } from '../config';
import { savedConfig, startEditing } from '../platform/config';
import { followTheme } from '../platform/theme';
import { Boundary } from '../runtime/Boundary';
import { HOST_LIMIT_MS, within } from '../runtime/limit';
import { textOf } from '../runtime/load';
import { report, reportUncaught } from '../runtime/report';
import { Edit } from './Edit';

const saved = await savedConfig();
const starting = startEditing(saved, parsed());
const editing = await within(HOST_LIMIT_MS, starting, 'Connecting with the dashboard').catch((reason: unknown) =>
  report('The dashboard does not save these settings:', reason),
);

/** What `saved` means, for the dashboard. An error in `parseConfig` is shown when it throws again, in the boundary. */
function parsed(): object {
  try {
    return parseConfig(saved);
  } catch {
    return {};
  }
}

function Settings() {
  const [draft, setDraft] = useState(() => parseConfig(saved));
  const [error, setError] = useState(editing ? undefined : 'the dashboard does not answer.');

  useEffect(() => editing?.onSaveError(setError), []);

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

reportUncaught();
await followTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <main>
      <Boundary text="An error in this app keeps it from showing these settings.">
        <Settings />
      </Boundary>
    </main>
  </StrictMode>,
);
