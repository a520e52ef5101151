import { Label, SectionMessage, Text, Textfield } from '@forge/react';
import type { ViewConfig } from '../config';

interface EditProps {
  config: ViewConfig;
  onChange: (config: ViewConfig) => void;
  /** Why the last attempt to save failed, as the product reports it. */
  error: string | undefined;
}

/** Yours: the fields for what people can set. */
export function Edit({ config, onChange, error }: EditProps) {
  return (
    <>
      <Label labelFor="limit">Items to show</Label>
      <Textfield
        id="limit"
        type="number"
        min={1}
        defaultValue={String(config.limit)}
        onChange={(event) => onChange({ ...config, limit: Number(event.target.value) })}
      />
      {error !== undefined && (
        <SectionMessage appearance="error" title="These settings were not saved">
          <Text>{error}</Text>
        </SectionMessage>
      )}
    </>
  );
}
