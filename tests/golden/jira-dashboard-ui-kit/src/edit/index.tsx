/** The gadget's edit mode: the fields of Edit.tsx and a Save button. */
import { StrictMode, useState } from 'react';
import ForgeReconciler, { Button, Form, FormFooter } from '@forge/react';
import { save, savedConfig } from '../platform/config';
import { parseConfig } from '../config';
import { Edit } from './Edit';

const saved = parseConfig(await savedConfig());

function App() {
  const [draft, setDraft] = useState(saved);
  return (
    <Form onSubmit={() => save(parseConfig(draft))}>
      <Edit config={draft} onChange={setDraft} />
      <FormFooter>
        <Button type="submit" appearance="primary">
          Save
        </Button>
      </FormFooter>
    </Form>
  );
}

ForgeReconciler.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
