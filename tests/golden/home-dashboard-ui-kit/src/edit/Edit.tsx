import { Label, Textfield } from '@forge/react';
import type { ViewConfig } from '../config';

interface EditProps {
  config: ViewConfig;
  onChange: (config: ViewConfig) => void;
}

/** Yours: the fields for what people can set. */
export function Edit({ config, onChange }: EditProps) {
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
    </>
  );
}
