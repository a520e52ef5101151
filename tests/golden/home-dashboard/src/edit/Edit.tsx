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
      <label>
        Items to show
        <input
          type="number"
          min={1}
          value={Number.isNaN(config.limit) ? '' : config.limit}
          onChange={(event) => onChange({ ...config, limit: event.target.valueAsNumber })}
        />
      </label>
      {error !== undefined && <p role="alert">These settings were not saved: {error}</p>}
    </>
  );
}
