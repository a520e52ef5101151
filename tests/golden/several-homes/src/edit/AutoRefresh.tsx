interface AutoRefreshProps {
  /** `undefined` for never. */
  minutes: number | undefined;
  onChange: (minutes: number | undefined) => void;
}

/** Yours: the field for Jira's automatic refresh of a gadget. */
export function AutoRefresh({ minutes, onChange }: AutoRefreshProps) {
  return (
    <label>
      Refresh automatically, every … minutes (leave empty for never)
      <input
        type="number"
        min={1}
        value={minutes ?? ''}
        onChange={({ target }) => onChange(target.value === '' ? undefined : target.valueAsNumber)}
      />
    </label>
  );
}
