/** The gadget's edit mode: the fields of Edit.tsx, Jira's automatic refresh, and a Save button. */
import { StrictMode, useState, type FormEvent } from 'react';
import { createRoot } from 'react-dom/client';
import { parseConfig } from '../config';
import { save, savedConfig, savedRefresh } from '../platform/config';
import { followTheme } from '../platform/theme';
import { Boundary } from '../runtime/Boundary';
import { textOf } from '../runtime/load';
import { reportUncaught } from '../runtime/report';
import { AutoRefresh } from './AutoRefresh';
import { Edit } from './Edit';

const saved = await savedConfig();

function Settings() {
  const [draft, setDraft] = useState(() => parseConfig(saved));
  const [refresh, setRefresh] = useState(() => savedRefresh(saved));
  const [error, setError] = useState<string>();

  async function submit(): Promise<void> {
    setError(undefined);
    try {
      await save(saved, parseConfig(draft), refresh);
    } catch (reason) {
      setError(textOf(reason));
    }
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void submit();
  }

  return (
    <form onSubmit={onSubmit}>
      <Edit config={draft} onChange={setDraft} error={error} />
      <AutoRefresh minutes={refresh} onChange={setRefresh} />
      <button type="submit">Save</button>
    </form>
  );
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
