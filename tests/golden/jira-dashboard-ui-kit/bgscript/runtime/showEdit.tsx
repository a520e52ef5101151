import { StrictMode, useState, type ComponentType } from 'react';
import ForgeReconciler, { Button, Form, FormFooter } from '@forge/react';
import { parseConfig } from '../../src/config';
import { AutoRefresh } from '../../src/edit/AutoRefresh';
import type { EditProps } from './editProps';
import { save, savedConfig, savedRefresh } from '../platform/config';
import { Boundary } from './Boundary';
import { textOf } from './load';
import { reportUncaught } from './report';

/** Shows the gadget's edit mode: the fields of `Edit`, Jira's automatic refresh, and a Save button. */
export async function showEdit(Edit: ComponentType<EditProps>): Promise<void> {
  reportUncaught();
  const saved = await savedConfig();
  ForgeReconciler.render(
    <StrictMode>
      <Boundary text="An error in this app keeps it from showing these settings.">
        <Settings Edit={Edit} saved={saved} />
      </Boundary>
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

  return (
    <Form onSubmit={submit}>
      <Edit config={draft} onChange={setDraft} error={error} />
      <AutoRefresh minutes={refresh} onChange={setRefresh} />
      <FormFooter>
        <Button type="submit" appearance="primary">
          Save
        </Button>
      </FormFooter>
    </Form>
  );
}
