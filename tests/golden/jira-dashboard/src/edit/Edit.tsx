import type { ViewConfig } from '../config';

interface EditProps {
  config: ViewConfig;
  onChange: (config: ViewConfig) => void;
}

/** Yours: the fields for what people can set. */
export function Edit({ config, onChange }: EditProps) {
  return (
    <label>
      Items to show
      <input
        type="number"
        min={1}
        value={Number.isNaN(config.limit) ? '' : config.limit}
        onChange={(event) => onChange({ ...config, limit: event.target.valueAsNumber })}
      />
    </label>
  );
}
