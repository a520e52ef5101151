import { StrictMode, useState, type ComponentType, type FormEvent } from 'react';
import { createRoot } from 'react-dom/client';
import { parseConfig } from '../../src/config';
import { AutoRefresh } from '../../src/edit/AutoRefresh';
import type { EditProps } from './editProps';
import { save, savedConfig, savedRefresh } from '../platform/config.jira-dashboard';
import { followTheme } from '../platform/theme';
import { Boundary } from './Boundary';
import { textOf } from './load';
import { reportUncaught } from './report';

/** Shows the gadget's edit mode: the fields of `Edit`, Jira's automatic refresh, and a Save button. */
export async function showEdit(Edit: ComponentType<EditProps>): Promise<void> {
  reportUncaught();
  const saved = await savedConfig();
  await followTheme();
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <main>
        <Boundary text="An error in this app keeps it from showing these settings.">
          <Settings Edit={Edit} saved={saved} />
        </Boundary>
      </main>
    </StrictMode>,
  );
}

function Settings({ Edit, saved }: { Edit: ComponentType<EditProps>; saved: unknown }) {
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
