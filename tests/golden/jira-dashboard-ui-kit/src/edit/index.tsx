/** The gadget's edit mode: the fields of Edit.tsx, Jira's automatic refresh, and a Save button. */
import { StrictMode, useState } from 'react';
import ForgeReconciler, { Button, Form, FormFooter } from '@forge/react';
import { parseConfig } from '../config';
import { save, savedConfig, savedRefresh } from '../platform/config';
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

reportUncaught();
ForgeReconciler.render(
  <StrictMode>
    <Boundary text="An error in this app keeps it from showing these settings.">
      <Settings />
    </Boundary>
  </StrictMode>,
);
